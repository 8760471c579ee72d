// actors/prid/prid_state.cc: one record per PRID, S prid -> version, when, by whom.
#include "actors/prid/prid_state.h"

namespace prid {
Result<Done> Prids::load(store::Transaction& tx) {
  if (!pool_.load(tx).ok()) return Errc::prid_internal;
  return Done{};
}

Result<std::string> Prids::issue(const IssuePrid& request, UtcTime now, store::Transaction& tx) {
  const auto number = pool_.take(tx);
  if (!number) return Errc::prid_not_available;
  std::string record;
  bytes::put<uint8_t>(record, 1);
  bytes::put<int64_t>(record, now.time_since_epoch().count());
  bytes::put_text(record, request.by.subject);
  tx.put(number::number_key(*number), record);
  auto tallies = pool_.tallies();
  ++tallies.assigned;
  pool_.set_tallies(tallies);
  return *number;
}

Result<uint64_t> Prids::refill(std::span<const number::Packed> candidates, store::Transaction& tx) {
  const auto added = pool_.refill(candidates, tx);
  if (!added.ok()) return Errc::prid_internal;
  return uint64_t{added.value()};
}
}  // namespace prid
