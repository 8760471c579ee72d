// http/prereg/application_json.cc: keys in the order of the seed.
#include "http/prereg/application_json.h"

#include "crypto/base64.h"
#include "http/json_text.h"
#include "http/prereg/raw_json.h"

namespace http {
namespace {
/// The object that `writer` closed, with one more member, whose text is taken as it is.
std::string with_raw(const JsonBuffer& buffer, std::string_view key, std::string_view json) {
  std::string out;
  out.reserve(buffer.GetSize() + key.size() + json.size() + 8);
  out.append(buffer.GetString(), buffer.GetSize() - 1);
  out.append(",\"").append(key).append("\":").append(json).append("}");
  return out;
}

enum class Shown { created, changed, all };

std::string json_of(const prereg::Application& application, Shown shown) {
  JsonBuffer buffer;
  JsonWriter writer{buffer};
  writer.StartObject();
  write_field(writer, "preRegistrationId", application.id);
  if (shown == Shown::all) write_field(writer, "createdBy", application.created_by);
  write_field(writer, "createdDateTime", iso_utc(application.created));
  if (shown == Shown::all) write_field(writer, "updatedBy", application.updated_by);
  if (shown != Shown::created) write_field(writer, "updatedDateTime", iso_utc(application.updated));
  write_field(writer, "statusCode", prereg::text_of(application.status));
  write_field(writer, "langCode", application.language);
  writer.EndObject();
  return with_raw(buffer, "demographicDetails", application.details);
}

void write_raw(JsonWriter& writer, std::string_view key, std::optional<std::string_view> json) {
  write_key(writer, key);
  const std::string_view text = json.value_or("null");
  writer.RawValue(text.data(), text.size(), rapidjson::kObjectType);
}

void write_document(JsonWriter& writer, const prereg::Document& document) {
  writer.StartObject();
  write_field(writer, "docName", document.name);
  write_field(writer, "documentId", document.id);
  write_field(writer, "docCatCode", document.category);
  write_field(writer, "docTypCode", document.type);
  write_field(writer, "langCode", document.language);
  if (!document.reference.empty()) write_field(writer, "refNumber", document.reference);
  writer.EndObject();
}

void write_row(JsonWriter& writer, const prereg::Listed& row) {
  const auto identity = raw_member(row.application.details, "identity").value_or("{}");
  writer.StartObject();
  write_field(writer, "preRegistrationId", row.application.id);
  write_field(writer, "statusCode", prereg::text_of(row.application.status));
  write_raw(writer, "bookingMetadata", std::nullopt);
  write_key(writer, "demographicMetadata");
  writer.StartObject();
  write_key(writer, "proofOfAddress");
  if (row.proof_of_address.id.empty()) {
    writer.Null();
  } else {
    write_document(writer, row.proof_of_address);
  }
  write_raw(writer, "postalCode", raw_member(identity, "postalCode"));
  write_raw(writer, "fullName", raw_member(identity, "fullName"));
  writer.EndObject();
  writer.EndObject();
}
}  // namespace

std::string created_application_json(const prereg::Application& application) {
  return json_of(application, Shown::created);
}
std::string changed_application_json(const prereg::Application& application) {
  return json_of(application, Shown::changed);
}
std::string application_json(const prereg::Application& application) {
  return json_of(application, Shown::all);
}

std::string application_info_json(const prereg::Application& application,
                                  const prereg::DocumentList& documents) {
  return R"({"demographicResponse":)" + application_json(application) + R"(,"documentsMetaData":)" +
         (documents.empty() ? "null" : documents_json(documents)) + "}";
}

std::string application_status_json(const prereg::Application& application) {
  JsonBuffer buffer;
  JsonWriter writer{buffer};
  writer.StartObject();
  write_field(writer, "preRegistartionId", application.id);
  write_field(writer, "statusCode", prereg::text_of(application.status));
  writer.EndObject();
  return text_in(buffer);
}

std::string discarded_application_json(const prereg::Application& application) {
  JsonBuffer buffer;
  JsonWriter writer{buffer};
  writer.StartObject();
  write_field(writer, "preRegistrationId", application.id);
  write_field(writer, "deletedBy", application.updated_by);
  write_field(writer, "deletedDateTime", iso_utc(application.updated));
  writer.EndObject();
  return text_in(buffer);
}

std::string application_page_json(const prereg::Page& page) {
  JsonBuffer buffer;
  JsonWriter writer{buffer};
  writer.StartObject();
  write_key(writer, "basicDetails");
  writer.StartArray();
  for (const prereg::Listed& row : page.rows) write_row(writer, row);
  writer.EndArray();
  write_field(writer, "totalRecords", std::to_string(page.total));
  write_field(writer, "noOfRecords", std::to_string(page.rows.size()));
  write_field(writer, "pageIndex", std::to_string(page.index));
  writer.EndObject();
  return text_in(buffer);
}

std::string application_times_json(const prereg::Times& times) {
  JsonBuffer buffer;
  JsonWriter writer{buffer};
  writer.StartObject();
  for (const auto& [id, time] : times) write_field(writer, id, iso_utc(time));
  writer.EndObject();
  return text_in(buffer);
}

std::string added_document_json(const std::string& application, const prereg::Document& document) {
  JsonBuffer buffer;
  JsonWriter writer{buffer};
  writer.StartObject();
  write_field(writer, "preRegistrationId", application);
  write_field(writer, "docId", document.id);
  write_field(writer, "docName", document.name);
  write_field(writer, "docCatCode", document.category);
  write_field(writer, "docTypCode", document.type);
  write_field(writer, "docFileFormat", document.format);
  writer.EndObject();
  return text_in(buffer);
}

std::string documents_json(const prereg::DocumentList& documents) {
  JsonBuffer buffer;
  JsonWriter writer{buffer};
  writer.StartObject();
  write_key(writer, "documentsMetaData");
  writer.StartArray();
  for (const prereg::Document& document : documents) write_document(writer, document);
  writer.EndArray();
  writer.EndObject();
  return text_in(buffer);
}

std::string document_content_json(const prereg::DocumentWithContent& document) {
  constexpr std::string_view front = R"({"document":")", back = R"("})";
  std::string out;
  out.reserve(front.size() + crypto::base64_chars(document.content->size()) + back.size());
  out.append(front);
  crypto::base64_append(out, *document.content);
  return out.append(back);
}
}  // namespace http
