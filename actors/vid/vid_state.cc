// actors/vid/vid_state.cc: issue, expire, release.
#include "actors/vid/vid_state.h"

namespace vid {
using number::number_key;

Result<Done> Vids::load(store::Transaction& tx) {
  if (!pool_.load(tx).ok()) return Errc::vid_internal;
  return Done{};
}

Result<std::string> Vids::issue(const IssueVid& request, UtcTime now, store::Transaction& tx) {
  const auto expiry = expiry_of(request, now);
  if (!expiry.ok()) return expiry.faults();
  const auto number = pool_.take(tx);
  if (!number) return Errc::vid_not_available;
  tx.put(number_key(*number), encoded({Status::assigned, expiry.value(), now, request.by.subject}));
  if (expiry.value()) tx.put(queue_key(to_expire, *expiry.value(), *number), "");
  auto tallies = pool_.tallies();
  ++tallies.assigned;
  pool_.set_tallies(tallies);
  return *number;
}

Result<uint64_t> Vids::refill(std::span<const number::Packed> candidates, store::Transaction& tx) {
  const auto added = pool_.refill(candidates, tx);
  if (!added.ok()) return Errc::vid_internal;
  return uint64_t{added.value()};
}

store::Read<std::vector<Vids::Due>> Vids::due_in(std::string_view queue, UtcTime until,
                                                 size_t limit, store::Transaction& tx) {
  std::vector<Due> due;
  if (limit == 0) return due;
  bool sound = true;
  const auto scanned = tx.scan(queue, {}, [&](std::string_view key, std::string_view) {
    Waiting waiting;
    sound = decode_queue_key(queue, key, waiting);
    if (!sound || waiting.expiry > until) return false;
    due.push_back({std::move(waiting), {}});
    return due.size() < limit;
  });
  if (!scanned.ok()) return scanned.error();
  if (!sound) return store::Errc::corrupt;
  for (auto& [waiting, record] : due) {
    const auto stored = tx.get(number_key(waiting.vid));
    if (!stored.ok()) return stored.error();
    if (!stored.value() || !decode(*stored.value(), record)) return store::Errc::corrupt;
  }
  return due;
}

void Vids::expire(Due& due, store::Transaction& tx) {
  due.record.status = Status::expired;
  tx.put(number_key(due.waiting.vid), encoded(due.record));
  tx.erase(queue_key(to_expire, due.waiting.expiry, due.waiting.vid));
  tx.put(queue_key(to_release, due.waiting.expiry, due.waiting.vid), "");
}

void Vids::release(const Due& due, store::Transaction& tx) {
  tx.erase(number_key(due.waiting.vid));
  tx.erase(queue_key(to_release, due.waiting.expiry, due.waiting.vid));
}

Result<Swept> Vids::sweep(UtcTime now, size_t limit, store::Transaction& tx) {
  // All reads come first, so that a failed one leaves nothing half done.
  auto expiring = due_in(to_expire, now, limit, tx);
  if (!expiring.ok()) return Errc::vid_internal;
  const size_t left = limit - expiring.value().size();
  const auto releasing = due_in(to_release, now - release_after_, left, tx);
  if (!releasing.ok()) return Errc::vid_internal;

  for (auto& due : expiring.value()) expire(due, tx);
  for (const auto& due : releasing.value()) release(due, tx);
  const Swept swept{expiring.value().size(), releasing.value().size()};
  auto tallies = pool_.tallies();
  tallies.assigned -= swept.expired;
  tallies.expired += swept.expired;
  tallies.expired -= swept.released;
  pool_.set_tallies(tallies);
  return swept;
}

Levels Vids::levels() const {
  return {pool_.unused(), pool_.tallies().assigned, pool_.tallies().expired};
}
}  // namespace vid
