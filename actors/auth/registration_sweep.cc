// actors/auth/registration_sweep.cc: one step after another, whatever a step finds.
#include "actors/auth/registration_sweep.h"

#include <iterator>

namespace auth {
namespace {
constexpr uint64_t swept_page = 100;
/// Of one sweep; the next one goes on.
constexpr uint64_t swept_max = 1000;
}  // namespace

void SweepFlow::look(size_t partition, const std::string& from) {
  if (partition == desk_->config.partitions.size() || ended_ >= swept_max) return answer(ended_);
  partition_ = partition;
  ask_or<LapsedPage>(
      desk_->config.partitions[partition],
      [this](const LapsedPage& page) {
        page_ = page;
        end(0);
      },
      // The others are none the worse for it.
      [=, this](const Faults&) { look(partition + 1, {}); }, lapsed_atom::value,
      LapsedRequest{from, swept_page});
}

void SweepFlow::end(size_t index) {
  if (index == page_.users.size())
    return page_.next.empty() ? look(partition_ + 1, {}) : look(partition_, page_.next);
  ask_or<Revocations>(
      desk_->config.partitions[partition_],
      [=, this](const Revocations& revoked) {
        desk_->config.board->publish(revoked, desk_->now());
        ++ended_;
        release(index, 0);
      },
      [=, this](const Faults&) { end(index + 1); }, lapse_atom::value,
      EndLapsed{page_.user_keys[index], page_.users[index].uuid, audit::of_server()});
}

void SweepFlow::release(size_t index, size_t kind) {
  if (kind == std::size(held_kinds)) return end(index + 1);
  const User& user = page_.users[index];
  const std::string form = held_value(user, held_kinds[kind]);
  if (form.empty()) return release(index, kind + 1);
  const std::string key = hold_key_of(*desk_->config.index_key, held_kinds[kind], user.realm, form);
  ask_or<Done>(
      desk_->owner_of(key), [=, this](Done) { release(index, kind + 1); },
      [=, this](const Faults&) { release(index, kind + 1); }, release_atom::value,
      ReleaseHold{key, user.uuid});
}
}  // namespace auth
