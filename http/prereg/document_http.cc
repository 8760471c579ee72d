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
constexpr size_t type_bytes_max = 64;

const FormPart* part_named(const std::vector<FormPart>& parts, std::string_view name) {
  const auto found = std::ranges::find(parts, name, &FormPart::name);
  return found == parts.end() ? nullptr : &*found;
}

bool has(const std::vector<std::string>& list, std::string_view text) {
  return std::ranges::find(list, text) != list.end();
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
  if (!has(context.actors.applications.document_categories, document.category))
    faults.push_back({Errc::document_category, {}});
  if (document.type.empty() || document.type.size() > type_bytes_max)
    faults.push_back({Errc::document_type, {}});
  if (!context.prereg.board->settings()->has_language(document.language))
    faults.push_back({Errc::prereg_language, {}});
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
  auto document = described(context, described_by->bytes);
  if (!document.ok()) return reply.faults(document.faults());
  const std::string_view name = base_name(*file->file_name);
  const FileLimits limits = file_limits_of(*context.prereg.board->settings());
  if (const auto fault = fault_of_file(limits, name, file->bytes)) return reply.fault(*fault);
  const auto passage = file_passage(context, reply);
  if (!passage) return;
  prereg::AddDocument order{{*id, prereg_caller(context, call)}, std::move(document).value(), {}};
  order.document.name = name;
  order.document.format = kind_of_file(file->bytes)->format;
  order.content = std::make_shared<const std::string>(file->bytes);
  const auto& owner = context.actors.applications.partitions.of(*id);
  const auto render = [application = *id, passage](const prereg::Document& added) {
    return added_document_json(application, added);
  };
  forward<prereg::Document>(*context.gateway, owner, reply, render,
                            prereg::add_document_atom::value, std::move(order));
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
