// actors/uin/uin_state.cc: issue, confirm, give back.
#include "actors/uin/uin_state.h"

#include "actors/uin/uin_record.h"

namespace uin {
using number::number_key;

Result<Done> Uins::load(store::Transaction& tx) {
  if (!pool_.load(tx).ok()) return Errc::uin_internal;
  return Done{};
}

Result<std::string> Uins::issue(const IssueUin& request, UtcTime now, store::Transaction& tx) {
  const auto number = pool_.take(tx);
  if (!number) return Errc::uin_not_found;
  tx.put(number_key(*number), encoded({Status::issued, now, now, request.caller, request.caller}));
  auto tallies = pool_.tallies();
  ++tallies.issued;
  pool_.set_tallies(tallies);
  return *number;
}

Result<UpdatedUin> Uins::update(const UpdateUin& request, UtcTime now, store::Transaction& tx) {
  // Only what could be a number is looked up: a key's length is then bounded.
  if (!number::pack(request.uin)) return Errc::uin_not_found;
  const auto stored = tx.get(number_key(request.uin));
  if (!stored.ok()) return Errc::uin_internal;
  if (!stored.value()) {
    return pool_.contains(request.uin) ? Errc::uin_not_issued : Errc::uin_not_found;
  }
  Record record;
  if (!decode(*stored.value(), record)) return Errc::uin_internal;
  if (record.status != Status::issued) return Errc::uin_not_issued;

  const auto wanted = request_of(request.status);
  if (wanted == Request::unknown) return Errc::uin_status_unknown;
  if (wanted == Request::give_back) return give_back(request.uin, tx);
  record.status = Status::assigned;
  record.updated_at = now;
  record.updated_by = request.caller;
  tx.put(number_key(request.uin), encoded(record));
  auto tallies = pool_.tallies();
  --tallies.issued;
  ++tallies.assigned;
  pool_.set_tallies(tallies);
  return UpdatedUin{request.uin, "ASSIGNED"};
}

Result<UpdatedUin> Uins::give_back(const std::string& uin, store::Transaction& tx) {
  tx.erase(number_key(uin));
  pool_.give_back(uin, tx);
  auto tallies = pool_.tallies();
  --tallies.issued;
  pool_.set_tallies(tallies);
  return UpdatedUin{uin, "UNUSED"};
}

Result<uint64_t> Uins::refill(std::span<const number::Packed> candidates, store::Transaction& tx) {
  const auto added = pool_.refill(candidates, tx);
  if (!added.ok()) return Errc::uin_internal;
  return uint64_t{added.value()};
}

Levels Uins::levels() const {
  return {pool_.unused(), pool_.tallies().issued, pool_.tallies().assigned, pool_.returned()};
}
}  // namespace uin
