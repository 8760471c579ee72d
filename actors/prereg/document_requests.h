// actors/prereg/document_requests.h: what a partition is asked about documents: each function is
// one request in one transaction, with its record in our own audit.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "actors/audit/trail.h"
#include "actors/base/random.h"
#include "actors/prereg/application_state.h"
#include "actors/prereg/prereg_actor.h"

namespace prereg {
/// What every handler shares.
struct Parts {
  std::shared_ptr<Applications> applications;
  std::shared_ptr<Documents> documents;
  std::shared_ptr<Random> random;
  audit::Trail trail;
  Clock clock;

  void record(audit::Operation operation, const audit::Origin& by, std::string_view id, UtcTime now,
              store::Transaction& tx, std::string_view outcome = {}) const {
    trail.record({operation, by, id, outcome}, now, tx);
  }
};

/// Errors of all: those of Applications::may_change or may_see, then those of Documents.

/// With all its pieces (Documents::put), or behind the last of them (Documents::complete).
Result<Document> add_document(const Parts& parts, const AddDocument& order, bool is_in_pieces,
                              store::Transaction& tx);
/// The first one marks the document when it is kept; refused, it leaves nothing.
Result<Done> add_document_piece(const Parts& parts, const AddDocument& order, uint32_t number,
                                store::Transaction& tx);
/// Takes away what is left of documents that are not under way any more.
Result<Done> sweep_documents(const Parts& parts,
                             const std::function<bool(const std::string& id)>& is_under_way,
                             store::Transaction& tx);
Result<Document> refer_to_document(const Parts& parts, const SetReference& order,
                                   store::Transaction& tx);
Result<DocumentWithContent> read_document(const Parts& parts, const NamedDocument& wish,
                                          store::Transaction& tx);
Result<Done> drop_document(const Parts& parts, const NamedDocument& order, store::Transaction& tx);
/// Errors: document_none.
Result<Done> drop_documents(const Parts& parts, const Named& order, store::Transaction& tx);
}  // namespace prereg
