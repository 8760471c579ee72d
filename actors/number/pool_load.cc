// actors/number/pool_load.cc: a pool read back from the store, and refused when its parts disagree.
#include <utility>

#include "actors/number/number_pool.h"

namespace number {
store::Read<Done> NumberPool::load(store::Transaction& tx) {
  cursor_ = {};
  tallies_ = {};
  changed_ = false;
  blocks_.clear();
  returned_.clear();
  members_ = {};

  const auto record = tx.get(cursor_key);
  if (!record.ok()) return record.error();
  Cursor cursor;
  Tallies tallies;
  if (record.value() && !read_cursor_record(*record.value(), cursor, tallies)) {
    return store::Errc::corrupt;
  }
  cursor_ = cursor;
  tallies_ = tallies;
  auto loaded = load_blocks(tx);
  if (loaded.ok()) loaded = load_returned(tx);
  if (!loaded.ok()) {
    cursor_ = {};
    tallies_ = {};
    blocks_.clear();
    returned_.clear();
    members_ = {};
  }
  return loaded;
}

bool NumberPool::load_block(std::string_view key, std::string_view record) {
  const auto expected = cursor_.first_block + static_cast<uint32_t>(blocks_.size());
  const size_t count = record.size() / sizeof(Packed);
  if (key != block_key(expected) || record.size() % sizeof(Packed) != 0 || count == 0 ||
      count > block_numbers_max) {
    return false;
  }
  const size_t taken = blocks_.empty() ? cursor_.offset : 0;
  bytes::Reader reader{record};
  std::vector<Packed> block(count);
  for (size_t i = 0; i < count; ++i) {
    block[i] = reader.take<Packed>();
    if (i >= taken && (block[i] == 0 || !members_.insert(block[i]))) return false;
  }
  blocks_.push_back(std::move(block));
  return true;
}

bool NumberPool::fits_together() const {
  return blocks_.size() == cursor_.next_block - cursor_.first_block &&
         members_.size() == cursor_.in_blocks &&
         (blocks_.empty() ? cursor_.offset == 0 : cursor_.offset < blocks_.front().size());
}

store::Read<Done> NumberPool::load_blocks(store::Transaction& tx) {
  bool sound = true;
  const auto scanned =
      tx.scan(block_prefix, {}, [&](std::string_view key, std::string_view record) {
        sound = load_block(key, record);
        return sound;
      });
  if (!scanned.ok()) return scanned.error();
  if (!sound || !fits_together()) return store::Errc::corrupt;
  return Done{};
}

store::Read<Done> NumberPool::load_returned(store::Transaction& tx) {
  bool sound = true;
  const auto scanned = tx.scan(returned_prefix, {}, [&](std::string_view key, std::string_view) {
    const auto packed = pack(key.substr(returned_prefix.size()));
    sound = packed && members_.insert(*packed);
    if (sound) returned_.push_back(*packed);
    return sound;
  });
  if (!scanned.ok()) return scanned.error();
  if (!sound) return store::Errc::corrupt;
  return Done{};
}
}  // namespace number
