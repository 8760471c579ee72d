// actors/number/number_pool.cc: taking, giving back and refilling. Loading is in pool_load.cc.
#include "actors/number/number_pool.h"

#include <algorithm>
#include <utility>

#include "actors/base/partition_of.h"

namespace number {
namespace {
size_t share_of(uint64_t total, uint16_t partitions) {
  return static_cast<size_t>((total + partitions - 1) / partitions);
}
}  // namespace

NumberPool::NumberPool(PoolShare share)
    : draft_(std::move(share.rules)),
      partition_(share.partition),
      partitions_(share.partitions),
      low_water_(share_of(share.size.low_water, share.partitions)),
      target_(share_of(share.size.target, share.partitions)) {}

std::optional<Packed> NumberPool::pop(store::Transaction& tx) {
  if (members_.size() == 0) return std::nullopt;
  changed_ = true;
  Packed number = 0;
  if (blocks_.empty()) {
    number = returned_.front();
    returned_.pop_front();
    tx.erase(returned_key(unpack(number)));
  } else {
    number = blocks_.front()[cursor_.offset++];
    --cursor_.in_blocks;
    if (cursor_.offset == blocks_.front().size()) {
      tx.erase(block_key(cursor_.first_block++));
      blocks_.pop_front();
      cursor_.offset = 0;
    }
  }
  members_.erase(number);
  return number;
}

std::optional<std::string> NumberPool::take(store::Transaction& tx) {
  while (const auto number = pop(tx)) {
    std::string text = unpack(*number);
    if (draft_.accepts(text)) return text;
  }
  return std::nullopt;
}

void NumberPool::give_back(std::string_view number, store::Transaction& tx) {
  const auto packed = pack(number);
  if (!packed || !members_.insert(*packed)) return;
  returned_.push_back(*packed);
  tx.put(returned_key(number), "");
  changed_ = true;
}

bool NumberPool::contains(std::string_view number) const {
  const auto packed = pack(number);
  return packed && members_.contains(*packed);
}

size_t NumberPool::wants() const { return unused() >= low_water_ ? 0 : target_ - unused(); }

void NumberPool::set_tallies(const Tallies& tallies) {
  if (tallies == tallies_) return;
  tallies_ = tallies;
  changed_ = true;
}

void NumberPool::before_commit(store::Transaction& tx) {
  if (!changed_) return;
  tx.put(cursor_key, cursor_record(cursor_, tallies_));
  changed_ = false;
}

bool NumberPool::is_ours(Packed candidate) {
  const std::string text = unpack(candidate);
  return partition_of(text, partitions_) == partition_ && !members_.contains(candidate) &&
         draft_.accepts(text);
}

store::Read<size_t> NumberPool::refill(std::span<const Packed> candidates, store::Transaction& tx) {
  const size_t room = target_ - std::min(unused(), target_);
  std::vector<Packed> kept;
  NumberSet seen;
  for (const Packed candidate : candidates.first(std::min(candidates.size(), candidates_max))) {
    if (kept.size() == room) break;
    if (!is_ours(candidate) || !seen.insert(candidate)) continue;
    // A new store has no record to find: the first fill, the largest, needs no reads.
    if (tallies_.all() != 0) {
      const auto record = tx.get(number_key(unpack(candidate)));
      if (!record.ok()) return record.error();
      if (record.value()) continue;
    }
    kept.push_back(candidate);
  }
  const size_t added = kept.size();
  if (added == 0) return added;
  for (const Packed number : kept) members_.insert(number);
  move_returned(kept, tx);
  append_blocks(kept, tx);
  return added;
}

void NumberPool::move_returned(std::vector<Packed>& numbers, store::Transaction& tx) {
  for (size_t moved = 0; moved < block_numbers_max && !returned_.empty(); ++moved) {
    numbers.push_back(returned_.front());
    tx.erase(returned_key(unpack(returned_.front())));
    returned_.pop_front();
  }
}

void NumberPool::append_blocks(std::span<const Packed> numbers, store::Transaction& tx) {
  while (!numbers.empty()) {
    const auto part = numbers.first(std::min(numbers.size(), block_numbers_max));
    std::string record;
    record.reserve(part.size() * sizeof(Packed));
    for (const Packed number : part) bytes::put(record, number);
    tx.put(block_key(cursor_.next_block++), record);
    blocks_.emplace_back(part.begin(), part.end());
    cursor_.in_blocks += part.size();
    numbers = numbers.subspan(part.size());
  }
  changed_ = true;
}
}  // namespace number
