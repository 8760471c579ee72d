// http/master_data/master_data_http.cc: languages, genders, individual types and documents; the
// tables are in memory, so the reactor answers.
#include "http/master_data/master_data_http.h"

#include <algorithm>

#include "http/master_data/master_data_json.h"

namespace http {
namespace {
using master_data::MasterData;
using master_data::Named;

void write_document(JsonWriter& writer, const Named& row) {
  write_field(writer, "code", row.code);
  write_field(writer, "name", row.name);
  write_field(writer, "description", row.description);
  write_field(writer, "langCode", row.language);
  write_active(writer, row.active);
}

/// Rows that `wanted` takes, each written by `write` into an object of its own; `missing` when
/// there is none.
template <class Wanted, class Write>
void answer(const Reply& reply, std::string_view key, const std::vector<Named>& rows, Wanted wanted,
            Write write, Errc missing) {
  RowList list{key};
  for (const Named& row : rows) {
    if (!wanted(row)) continue;
    ++list.count;
    list.writer.StartObject();
    write(list.writer, row);
    list.writer.EndObject();
  }
  if (list.count == 0) return reply.fault(missing);
  reply.value(list.finish());
}

/// Of the path's language; of every one when the path has none.
auto in_language_of(const Call& call) {
  return [language = call.trimmed("langcode")](const Named& row) {
    return language.empty() || row.language == language;
  };
}

/// The document's row in the language, if it has one.
const Named* document_in(const MasterData& data, const std::string& code,
                         const std::string& language) {
  const auto found = std::ranges::find_if(data.document_types(), [&](const Named& row) {
    return row.code == code && row.language == language;
  });
  return found == data.document_types().end() ? nullptr : &*found;
}
}  // namespace

void list_languages(const Context& context, const Call&, Reply reply) {
  const auto data = master_data_of(context);
  RowList list{"languages"};
  for (const auto& row : data->languages()) {
    list.writer.StartObject();
    write_field(list.writer, "code", row.code);
    write_field(list.writer, "name", row.name);
    write_field(list.writer, "family", row.family);
    write_field(list.writer, "nativeName", row.native_name);
    write_active(list.writer, row.active);
    list.writer.EndObject();
  }
  reply.value(list.finish());
}

void list_genders(const Context& context, const Call& call, Reply reply) {
  const auto write = [](JsonWriter& writer, const Named& row) {
    write_field(writer, "code", row.code);
    write_field(writer, "genderName", row.name);
    write_field(writer, "langCode", row.language);
    write_active(writer, row.active);
  };
  answer(reply, "genderType", master_data_of(context)->genders(), in_language_of(call), write,
         Errc::gender_not_found);
}

void validate_gender(const Context& context, const Call& call, Reply reply) {
  const auto data = master_data_of(context);
  const std::string name = call.trimmed("gendername");
  const bool is_valid = std::ranges::any_of(
      data->genders(), [&](const Named& row) { return row.active && row.name == name; });
  reply.value(one_field("status", is_valid ? "Valid" : "Invalid"));
}

void list_individual_types(const Context& context, const Call& call, Reply reply) {
  const auto write = [](JsonWriter& writer, const Named& row) {
    write_field(writer, "code", row.code);
    write_field(writer, "langCode", row.language);
    write_field(writer, "name", row.name);
    write_active(writer, row.active);
  };
  answer(reply, "individualTypes", master_data_of(context)->individual_types(),
         in_language_of(call), write, Errc::master_data_internal);
}

void list_valid_documents(const Context& context, const Call& call, Reply reply) {
  const auto data = master_data_of(context);
  const std::string language = call.trimmed("langcode");
  const auto write = [&](JsonWriter& writer, const Named& row) {
    write_document(writer, row);
    write_key(writer, "documenttypes");
    writer.StartArray();
    for (const std::string& code : data->types_of(row.code)) {
      const Named* const type = document_in(*data, code, language);
      if (type == nullptr) continue;
      writer.StartObject();
      write_document(writer, *type);
      writer.EndObject();
    }
    writer.EndArray();
  };
  answer(reply, "documentcategories", data->categories(), in_language_of(call), write,
         Errc::document_category_not_found);
}

void list_document_categories(const Context& context, const Call& call, Reply reply) {
  answer(reply, "documentcategories", master_data_of(context)->categories(), in_language_of(call),
         write_document, Errc::document_category_not_found);
}

void read_document_category(const Context& context, const Call& call, Reply reply) {
  const auto wanted = [code = call.trimmed("code"), in_language = in_language_of(call)](
                          const Named& row) { return row.code == code && in_language(row); };
  answer(reply, "documentcategories", master_data_of(context)->categories(), wanted, write_document,
         Errc::document_category_not_found);
}

void list_document_types(const Context& context, const Call& call, Reply reply) {
  const auto data = master_data_of(context);
  const auto wanted = [&types = data->types_of(call.trimmed("documentcategorycode")),
                       in_language = in_language_of(call)](const Named& row) {
    return in_language(row) && std::ranges::find(types, row.code) != types.end();
  };
  answer(reply, "documents", data->document_types(), wanted, write_document,
         Errc::document_type_not_found);
}
}  // namespace http
