// actors/number/pool_record.h: the keys and records of a pool in the store. README.md has the
// whole.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "actors/base/byte_codec.h"
#include "actors/number/packed.h"

namespace number {
/// What the service counts about the numbers that left the pool. Durable with the pool's cursor.
struct Tallies {
  uint64_t issued = 0;    ///< handed out, not confirmed (UIN)
  uint64_t assigned = 0;  ///< in use
  uint64_t expired = 0;   ///< no longer in use, not free either (VID)

  uint64_t all() const { return issued + assigned + expired; }
  friend bool operator==(const Tallies&, const Tallies&) = default;
};

/// Which numbers are unused: blocks first_block to next_block - 1, the first one from `offset` on.
struct Cursor {
  uint32_t first_block = 0;
  uint32_t next_block = 0;
  uint32_t offset = 0;
  uint64_t in_blocks = 0;  ///< numbers that are left in them
};

inline constexpr std::string_view cursor_key = "C";
inline constexpr std::string_view block_prefix = "P";
inline constexpr std::string_view returned_prefix = "R";
inline constexpr std::string_view number_prefix = "S";

/// The record of a number that left the pool. Each service keeps its own under this key.
inline std::string number_key(std::string_view number) {
  return std::string{number_prefix}.append(number);
}
inline std::string returned_key(std::string_view number) {
  return std::string{returned_prefix}.append(number);
}
inline std::string block_key(uint32_t block) {
  std::string key{block_prefix};
  bytes::put_ordered(key, block);
  return key;
}

inline std::string cursor_record(const Cursor& cursor, const Tallies& tallies) {
  std::string record;
  bytes::put<uint8_t>(record, 1);
  bytes::put(record, cursor.first_block);
  bytes::put(record, cursor.next_block);
  bytes::put(record, cursor.offset);
  bytes::put(record, cursor.in_blocks);
  bytes::put(record, tallies.issued);
  bytes::put(record, tallies.assigned);
  bytes::put(record, tallies.expired);
  return record;
}

/// False when the record has another form.
inline bool read_cursor_record(std::string_view record, Cursor& cursor, Tallies& tallies) {
  bytes::Reader reader{record};
  const bool known = reader.take<uint8_t>() == 1;
  cursor.first_block = reader.take<uint32_t>();
  cursor.next_block = reader.take<uint32_t>();
  cursor.offset = reader.take<uint32_t>();
  cursor.in_blocks = reader.take<uint64_t>();
  tallies.issued = reader.take<uint64_t>();
  tallies.assigned = reader.take<uint64_t>();
  tallies.expired = reader.take<uint64_t>();
  return known && reader.is_whole();
}
}  // namespace number
