// actors/prid/prid_state.cc: one record per PRID, S prid -> version, when, by whom.
#include "actors/prid/prid_state.h"

#include <algorithm>

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

Result<std::vector<std::string>> Prids::take(const TakePrids& request, UtcTime now,
                                             store::Transaction& tx) {
  std::vector<std::string> taken;
  while (taken.size() < std::min(request.count, taken_max)) {
    auto prid = issue({request.by}, now, tx);
    if (!prid.ok()) break;
    taken.push_back(std::move(prid).value());
  }
  if (taken.empty()) return Errc::prid_not_available;
  return taken;
}

Result<uint64_t> Prids::refill(std::span<const number::Packed> candidates, store::Transaction& tx) {
  const auto added = pool_.refill(candidates, tx);
  if (!added.ok()) return Errc::prid_internal;
  return uint64_t{added.value()};
}
}  // namespace prid
