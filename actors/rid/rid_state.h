// actors/rid/rid_state.h: what one RID partition owns. One actor holds it, so it has no locks.
#pragma once
#include "actors/base/clock.h"
#include "actors/base/result.h"
#include "actors/rid/rid_rules.h"
#include "store/transaction.h"

namespace rid {
class Sequences {
 public:
  /// `rules` have no config_fault.
  explicit Sequences(Rules rules) : rules_(rules) {}

  /// Issues the machine's next RID and appends its position to `tx`, which must be durable before
  /// the RID leaves: a crash may skip a number, never repeat one. Nothing changes on an error.
  /// Errors: those of fault_of; rid_fetch_failed; overloaded when the sequence has gone round
  /// within one second, for the client to try in the next (DECISIONS 15).
  Result<std::string> issue(const Machine& machine, UtcTime now, store::Transaction& tx);

 private:
  Rules rules_;
};
}  // namespace rid
