// actors/prereg/application_state.h: the applications of one partition. One actor holds it, so it
// has no locks.
#pragma once
#include <memory>
#include <string>

#include "actors/base/result.h"
#include "actors/prereg/application.h"
#include "actors/prereg/document_state.h"
#include "actors/seal/sealer.h"
#include "store/transaction.h"

namespace prereg {
/// Each change writes the application, what it was before into its history, and the list of its
/// owner, in one transaction. What they answer may be told when `tx` is durable. A fault leaves all
/// of these as they were, since what a request wrote holds whatever it answers: what can fail is
/// done in front of the first write.
///
/// Errors of every function that takes an id, in this order: prereg_not_found, prereg_not_owner,
/// those of the function, prereg_hash, prereg_decrypt, prereg_encrypt; prereg_table when the store
/// cannot be read.
class Applications {
 public:
  Applications(std::shared_ptr<seal::Sealer> sealer, std::shared_ptr<Documents> documents,
               size_t page_rows)
      : sealer_(std::move(sealer)), documents_(std::move(documents)), page_rows_(page_rows) {}

  /// A new one of this id, which nobody had before. Errors: prereg_duplicate (somebody had),
  /// prereg_encrypt, prereg_table.
  Result<Application> create(const Create& order, const std::string& id, UtcTime now,
                             store::Transaction& tx);
  /// The owner's alone, whoever asks. Errors: prereg_fixed (expired or consumed).
  Result<Application> change(const Change& order, UtcTime now, store::Transaction& tx);
  /// A citizen's own, or anybody's for others.
  Result<Application> read(const Named& wish, store::Transaction& tx);
  /// The caller's own, the newest first. Errors: prereg_none_of_user, prereg_no_page, prereg_hash,
  /// prereg_decrypt, prereg_table.
  Result<Page> list(const List& wish, store::Transaction& tx);
  /// Errors: prereg_status (no status, or none that a citizen sets), prereg_fixed (a citizen's that
  /// is expired or consumed).
  Result<Application> set_status(const SetStatus& order, UtcTime now, store::Transaction& tx);
  /// The owner's alone. Its documents and its history go with it; one row stays, which says that it
  /// was discarded, when and by whom. Answers that row. Errors: prereg_kept (its status),
  /// prereg_discard_failed (its documents cannot be read).
  Result<Application> discard(const Named& order, UtcTime now, store::Transaction& tx);
  /// Of those ids that there are. Errors: prereg_not_owner, prereg_hash, prereg_table.
  Result<Times> times(const AskTimes& wish, store::Transaction& tx);

  /// Whether the caller may see this application's documents, or change them.
  /// Errors: prereg_fixed when they may only be seen.
  Result<Done> may_see(const Named& wish, store::Transaction& tx);
  Result<Done> may_change(const Named& wish, store::Transaction& tx);

 private:
  /// The stored bytes of an application that the caller may see.
  Result<std::string> find(const std::string& id, const Caller& by, bool is_owners_alone,
                           store::Transaction& tx);
  Result<Application> open(const std::string& id, const Caller& by, bool is_owners_alone,
                           store::Transaction& tx);
  /// In place of `before`, which goes to the history.
  Result<Application> put(Application after, const std::string& before, UtcTime now,
                          store::Transaction& tx);

  std::shared_ptr<seal::Sealer> sealer_;
  std::shared_ptr<Documents> documents_;
  size_t page_rows_;
};
}  // namespace prereg
