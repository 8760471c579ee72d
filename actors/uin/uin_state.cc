// actors/uin/uin_state.cc: issue, confirm, give back.
#include "actors/uin/uin_state.h"

#include "actors/uin/uin_record.h"

namespace uin {
using number::number_key;

Result<Done> Uins::load(store::Transaction& tx) {
  nothing_overdue_before_ = {};
  first_waiting_.clear();
  if (!pool_.load(tx).ok()) return Errc::uin_internal;
  return Done{};
}

Result<std::string> Uins::issue(const IssueUin& request, UtcTime now, store::Transaction& tx) {
  timed_out_ = 0;
  if (timeout_.count() > 0 && !give_back_overdue(now, tx).ok()) return Errc::uin_internal;
  const auto number = pool_.take(tx);
  if (!number) return Errc::uin_not_found;
  tx.put(number_key(*number),
         encoded({Status::issued, now, now, request.by.subject, request.by.subject}));
  if (timeout_.count() > 0) tx.put(waiting_key(now, *number), "");
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
  if (wanted == Request::give_back) {
    give_back(request.uin, tx);
    return UpdatedUin{request.uin, "UNUSED"};
  }
  record.status = Status::assigned;
  record.updated_at = now;
  record.updated_by = request.by.subject;
  tx.put(number_key(request.uin), encoded(record));
  auto tallies = pool_.tallies();
  --tallies.issued;
  ++tallies.assigned;
  pool_.set_tallies(tallies);
  return UpdatedUin{request.uin, "ASSIGNED"};
}

Result<bool> Uins::is_assigned(const std::string& uin, store::Transaction& tx) {
  if (!number::pack(uin)) return false;
  const auto stored = tx.get(number_key(uin));
  if (!stored.ok()) return Errc::uin_internal;
  if (!stored.value()) return false;
  Record record;
  if (!decode(*stored.value(), record)) return Errc::uin_internal;
  return record.status == Status::assigned;
}

void Uins::give_back(const std::string& uin, store::Transaction& tx) {
  tx.erase(number_key(uin));
  pool_.give_back(uin, tx);
  auto tallies = pool_.tallies();
  --tallies.issued;
  pool_.set_tallies(tallies);
}

store::Read<std::vector<Waiting>> Uins::overdue(UtcTime now, store::Transaction& tx) {
  std::vector<Waiting> found;
  bool sound = true;
  UtcTime next = now + timeout_;
  const auto scanned =
      tx.scan(waiting_prefix, first_waiting_, [&](std::string_view key, std::string_view) {
        Waiting waiting;
        sound = decode_waiting_key(key, waiting);
        if (!sound) return false;
        // Also where to look again when there is more than one issue takes: at once.
        next = waiting.issued_at + timeout_;
        if (next > now || found.size() == overdue_numbers_max) return false;
        found.push_back(std::move(waiting));
        next = now + timeout_;
        return true;
      });
  if (!scanned.ok()) return scanned.error();
  if (!sound) return store::Errc::corrupt;
  nothing_overdue_before_ = next;
  return found;
}

store::Read<bool> Uins::is_still_issued(const Waiting& waiting, store::Transaction& tx) const {
  const auto stored = tx.get(number_key(waiting.uin));
  if (!stored.ok()) return stored.error();
  if (!stored.value()) return false;
  Record record;
  if (!decode(*stored.value(), record)) return store::Errc::corrupt;
  // It may have come back and be issued anew: that has an entry of its own.
  return record.status == Status::issued && record.updated_at == waiting.issued_at;
}

store::Read<Done> Uins::give_back_overdue(UtcTime now, store::Transaction& tx) {
  if (now < nothing_overdue_before_) return Done{};
  const auto found = overdue(now, tx);
  if (!found.ok()) return found.error();
  // All reads come first, so that a failed one leaves nothing half done.
  std::vector<bool> still_issued;
  for (const auto& waiting : found.value()) {
    const auto issued = is_still_issued(waiting, tx);
    if (!issued.ok()) {
      nothing_overdue_before_ = {};
      return issued.error();
    }
    still_issued.push_back(issued.value());
  }
  for (size_t i = 0; i < still_issued.size(); ++i) {
    const auto& [issued_at, uin] = found.value()[i];
    if (still_issued[i]) give_back(uin, tx);
    timed_out_ += still_issued[i] ? 1 : 0;
    first_waiting_ = waiting_key(issued_at, uin);
    tx.erase(first_waiting_);
  }
  return Done{};
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
