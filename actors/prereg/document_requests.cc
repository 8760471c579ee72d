// actors/prereg/document_requests.cc: may they, then the document, then the record of it.
#include "actors/prereg/document_requests.h"

namespace prereg {
using audit::Operation;
using Tx = store::Transaction;

Result<Document> add_document(const Parts& parts, const AddDocument& order, bool is_in_pieces,
                              Tx& tx) {
  const auto allowed = parts.applications->may_change(order.application, tx);
  if (!allowed.ok()) return allowed.faults();
  const UtcTime now = parts.clock();
  const std::string& of = order.application.id;
  const std::string_view content = order.content.bytes;
  auto added = is_in_pieces ? parts.documents->complete(of, order.document, content, now, tx)
                            : parts.documents->put(of, order.document, content, now, tx);
  if (added.ok())
    parts.record(Operation::document_added, order.application.by.origin, of, now, tx,
                 added.value().id);
  return added;
}

Result<Done> add_document_piece(const Parts& parts, const AddDocument& order, uint32_t number,
                                Tx& tx) {
  if (number == 0) {
    const auto allowed = parts.applications->may_change(order.application, tx);
    if (!allowed.ok()) return allowed.faults();
  }
  auto kept = parts.documents->put_piece(order.application.id, order.document.id,
                                         order.content.bytes, number, parts.clock(), tx);
  if (kept.ok() && number == 0) parts.documents->begin(order.application.id, order.document.id, tx);
  return kept;
}

Result<Done> sweep_documents(const Parts& parts,
                             const std::function<bool(const std::string&)>& is_under_way, Tx& tx) {
  const auto left = parts.documents->leftovers(tx);
  if (!left.ok()) return left.faults();
  for (const DocumentName& one : left.value())
    if (!is_under_way(one.id)) parts.documents->abandon(one.application, one.id, tx);
  return Done{};
}

Result<Document> refer_to_document(const Parts& parts, const SetReference& order, Tx& tx) {
  const Named& application = order.document.application;
  const auto allowed = parts.applications->may_change(application, tx);
  if (!allowed.ok()) return allowed.faults();
  const UtcTime now = parts.clock();
  auto changed =
      parts.documents->set_reference(application.id, order.document.id, order.reference, now, tx);
  if (changed.ok())
    parts.record(Operation::document_referenced, application.by.origin, application.id, now, tx,
                 order.document.id);
  return changed;
}

Result<DocumentWithContent> read_document(const Parts& parts, const NamedDocument& wish, Tx& tx) {
  const auto allowed = parts.applications->may_see(wish.application, tx);
  if (!allowed.ok()) return allowed.faults();
  auto document = parts.documents->read(wish.application.id, wish.id, tx);
  if (document.ok())
    parts.record(Operation::document_read, wish.application.by.origin, wish.application.id,
                 parts.clock(), tx, wish.id);
  return document;
}

Result<Done> drop_document(const Parts& parts, const NamedDocument& order, Tx& tx) {
  const auto allowed = parts.applications->may_change(order.application, tx);
  if (!allowed.ok()) return allowed.faults();
  auto removed = parts.documents->remove(order.application.id, order.id, tx);
  if (removed.ok())
    parts.record(Operation::document_dropped, order.application.by.origin, order.application.id,
                 parts.clock(), tx, order.id);
  return removed;
}

Result<Done> drop_documents(const Parts& parts, const Named& order, Tx& tx) {
  const auto allowed = parts.applications->may_change(order, tx);
  if (!allowed.ok()) return allowed.faults();
  const auto removed = parts.documents->remove_all(order.id, tx);
  if (!removed.ok()) return removed.faults();
  if (removed.value() == 0) return Errc::document_none;
  parts.record(Operation::document_dropped, order.by.origin, order.id, parts.clock(), tx, "all");
  return Done{};
}
}  // namespace prereg
