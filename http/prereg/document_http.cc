// http/prereg/document_http.cc: the wire form of documents. No rule, no storage.
#include "http/prereg/document_http.h"

#include <algorithm>
#include <memory>

#include "http/context.h"
#include "http/multipart.h"
#include "http/prereg/application_json.h"
#include "http/prereg/application_request.h"
#include "http/prereg/document_file.h"
#include "http/prereg/prereg_envelope.h"

namespace http {
namespace {
constexpr size_t reference_bytes_max = 64;
constexpr size_t beside_file_bytes_max = size_t{64} * 1024;

const FormPart* part_named(const std::vector<FormPart>& parts, std::string_view name) {
  const auto found = std::ranges::find(parts, name, &FormPart::name);
  return found == parts.end() ? nullptr : &*found;
}

/// What the part "Document request" says of the file; else what is wrong with it.
Result<prereg::Document> described(const Context& context, std::string_view json) {
  Body body;
  if (body.parse(json)) return Errc::document_json;
  Faults faults = prereg_envelope_faults(body.fields(), document_upload_id, context.wire.clock());
  if (!faults.empty()) return faults;
  const Fields request = body.fields().object("request");
  prereg::Document document;
  document.category = trimmed(request.text({"docCatCode"}).value);
  document.type = trimmed(request.text({"docTypCode"}).value);
  document.language = request.text({"langCode"}).value;
  document.reference = trimmed(request.text({"refNumber"}).value);
  if (document.reference.size() > reference_bytes_max) faults.push_back({Errc::document_name, {}});
  const auto settings = context.prereg.board->settings();
  const master_data::MasterData& data = *settings->master_data;
  const bool is_category = data.is_active_category(document.category);
  if (!is_category) faults.push_back({Errc::document_category, {}});
  if (is_category ? !data.takes_document(document.category, document.type)
                  : !data.is_active_document(document.type))
    faults.push_back({Errc::document_type, {}});
  if (!settings->has_language(document.language)) faults.push_back({Errc::prereg_language, {}});
  if (!faults.empty()) return faults;
  return document;
}

/// A place among those that hold a whole file in memory. Null, and the client is told, when there
/// is none.
std::shared_ptr<Passage> file_passage(const Context& context, const Reply& reply) {
  const auto& gate = context.actors.applications.files;
  if (gate->try_enter()) return std::make_shared<Passage>(gate);
  reply.fault(Errc::overloaded);
  return nullptr;
}

/// The file for longer than the handler runs, in the one place where it lies: the whole body is
/// kept, of which beside_file_bytes_max at most is not the file.
prereg::FileBytes kept(const Call& call, std::string_view file) {
  const auto at = static_cast<size_t>(file.data() - call.raw_body().data());
  const transport::KeptBody body = call.wire().keep_body();
  return {body.holder, body.bytes.substr(at, file.size())};
}

/// The document that path and query name; nothing when they do not, and `reply` is answered.
std::optional<prereg::NamedDocument> named(const Context& context, const Call& call,
                                           const Reply& reply) {
  prereg::NamedDocument document;
  document.application.id = trimmed(call.query("preRegistrationId").value_or(""));
  document.id = call.trimmed("documentId");
  if (document.application.id.empty() || document.id.empty()) {
    reply.fault(Errc::prereg_parameter);
    return std::nullopt;
  }
  document.application.by = prereg_caller(context, call);
  return document;
}

using Owner = Partition<prereg::Actor>;

/// From the list of one application by the content of its document to the other application.
class DocumentCopy : public std::enable_shared_from_this<DocumentCopy> {
 public:
  DocumentCopy(const Context& context, Reply reply, prereg::Named from, prereg::Named to)
      : context_(context), reply_(std::move(reply)), from_(std::move(from)), to_(std::move(to)) {}

  void begin(const std::string& category) {
    const auto on_list = [me = shared_from_this(),
                          category](const Result<prereg::DocumentList>& list) {
      if (!list.ok()) return me->reply_.faults(list.faults());
      const auto found = std::ranges::find(list.value(), category, &prereg::Document::category);
      if (found == list.value().end()) return me->reply_.fault(Errc::document_none);
      me->read(found->id);
    };
    ask<prereg::DocumentList>(*context_.gateway, owner_of(from_), reply_, on_list,
                              prereg::list_documents_atom::value, from_);
  }

 private:
  void read(const std::string& id) {
    passage_ = file_passage(context_, reply_);
    if (!passage_) return;
    const auto on_content =
        [me = shared_from_this()](const Result<prereg::DocumentWithContent>& found) {
          if (!found.ok()) return me->reply_.faults(found.faults());
          me->add(found.value());
        };
    ask<prereg::DocumentWithContent>(*context_.gateway, owner_of(from_), reply_, on_content,
                                     prereg::read_document_atom::value,
                                     prereg::NamedDocument{from_, id});
  }
  void add(const prereg::DocumentWithContent& found) {
    prereg::AddDocument order{to_, found.document, {found.content, *found.content}};
    const auto render = [me = shared_from_this()](const prereg::Document& added) {
      return added_document_json(me->to_.id, added);
    };
    forward<prereg::Document>(*context_.gateway, owner_of(to_), reply_, render,
                              prereg::add_document_atom::value, std::move(order));
  }
  const Owner& owner_of(const prereg::Named& application) const {
    return context_.actors.applications.partitions.of(application.id);
  }

  const Context& context_;
  Reply reply_;
  prereg::Named from_;
  prereg::Named to_;
  std::shared_ptr<Passage> passage_;
};

std::string referenced_json(const prereg::Document&) {
  return R"("Document reference number updated successfully")";
}
std::string message_json(std::string_view message) {
  return R"({"message":")" + std::string{message} + R"("})";
}
std::string dropped_json(const Done&) { return message_json("Document successfully deleted"); }
std::string all_dropped_json(const Done&) {
  return message_json(
      "All documents assosiated with requested pre-registration id deleted sucessfully");
}
}  // namespace

void add_document(const Context& context, const Call& call, Reply reply) {
  const auto id = prereg_id_in(call, reply);
  if (!id) return;
  const auto parts = parse_form(call.header("content-type"), call.raw_body());
  const FormPart* const described_by = parts ? part_named(*parts, "Document request") : nullptr;
  const FormPart* const file = parts ? part_named(*parts, "file") : nullptr;
  if (described_by == nullptr || file == nullptr || !file->file_name)
    return reply.fault(Errc::document_no_file);
  if (call.raw_body().size() - file->bytes.size() > beside_file_bytes_max)
    return reply.fault(Errc::document_name);
  auto document = described(context, described_by->bytes);
  if (!document.ok()) return reply.faults(document.faults());
  const std::string_view name = base_name(*file->file_name);
  const auto settings = context.prereg.board->settings();
  if (const auto fault = fault_of_file(settings->file, name, file->bytes))
    return reply.fault(*fault);
  const auto passage = file_passage(context, reply);
  if (!passage) return;
  prereg::AddDocument order{{*id, prereg_caller(context, call)}, std::move(document).value(), {}};
  order.document.name = name;
  order.document.format = kind_of_file(file->bytes)->format;
  order.content = kept(call, file->bytes);
  const auto& owner = context.actors.applications.partitions.of(*id);
  const auto render = [application = *id, passage](const prereg::Document& added) {
    return added_document_json(application, added);
  };
  forward<prereg::Document>(*context.gateway, owner, reply, render,
                            prereg::add_document_atom::value, std::move(order));
}

void copy_document(const Context& context, const Call& call, Reply reply) {
  const auto to = prereg_id_in(call, reply);
  if (!to) return;
  const std::string from{trimmed(call.query("sourcePreId").value_or(""))};
  const std::string category{trimmed(call.query("catCode").value_or(""))};
  if (from.empty() || category.empty()) return reply.fault(Errc::prereg_parameter);
  if (!context.prereg.board->settings()->master_data->is_active_category(category))
    return reply.fault(Errc::document_category);
  const prereg::Caller by = prereg_caller(context, call);
  std::make_shared<DocumentCopy>(context, reply, prereg::Named{from, by}, prereg::Named{*to, by})
      ->begin(category);
}

void set_document_reference(const Context& context, const Call& call, Reply reply) {
  auto document = named(context, call, reply);
  if (!document) return;
  const std::string reference{trimmed(call.query("refNumber").value_or(""))};
  if (reference.empty()) return reply.fault(Errc::prereg_parameter);
  if (reference.size() > reference_bytes_max || !is_utf8(reference))
    return reply.fault(Errc::document_name);
  const Owner& owner = context.actors.applications.partitions.of(document->application.id);
  forward<prereg::Document>(*context.gateway, owner, reply, referenced_json,
                            prereg::reference_atom::value,
                            prereg::SetReference{*std::move(document), reference});
}

void list_documents(const Context& context, const Call& call, Reply reply) {
  const auto id = prereg_id_in(call, reply);
  if (!id) return;
  forward<prereg::DocumentList>(*context.gateway, context.actors.applications.partitions.of(*id),
                                reply, documents_json, prereg::list_documents_atom::value,
                                prereg::Named{*id, prereg_caller(context, call)});
}

void drop_documents(const Context& context, const Call& call, Reply reply) {
  const auto id = prereg_id_in(call, reply);
  if (!id) return;
  forward<Done>(*context.gateway, context.actors.applications.partitions.of(*id), reply,
                all_dropped_json, prereg::drop_documents_atom::value,
                prereg::Named{*id, prereg_caller(context, call)});
}

void read_document(const Context& context, const Call& call, Reply reply) {
  auto document = named(context, call, reply);
  if (!document) return;
  const auto passage = file_passage(context, reply);
  if (!passage) return;
  const auto& owner = context.actors.applications.partitions.of(document->application.id);
  const auto render = [passage](const prereg::DocumentWithContent& found) {
    return document_content_json(found);
  };
  forward<prereg::DocumentWithContent>(*context.gateway, owner, reply, render,
                                       prereg::read_document_atom::value, *std::move(document));
}

void drop_document(const Context& context, const Call& call, Reply reply) {
  auto document = named(context, call, reply);
  if (!document) return;
  const auto& owner = context.actors.applications.partitions.of(document->application.id);
  forward<Done>(*context.gateway, owner, reply, dropped_json, prereg::drop_document_atom::value,
                *std::move(document));
}
}  // namespace http
