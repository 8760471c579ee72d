// actors/uin/uin_timeout.h: UINs that were issued and never confirmed, if they are to come back at
// all (DECISIONS 14: they are not by default).
#pragma once
#include <chrono>
#include <string>
#include <string_view>

#include "actors/base/byte_codec.h"
#include "actors/base/clock.h"

namespace uin {
/// idkernel.uin.issued-timeout; zero: an issued UIN stays ISSUED until an update.
using IssuedTimeout = std::chrono::seconds;

/// Overdue UINs that one issue looks at.
inline constexpr size_t overdue_numbers_max = 64;

/// What was issued while a timeout was set, in order of the time: microseconds since 1970,
/// big-endian, then the UIN. An entry outlives its UIN's state: the record decides.
inline constexpr std::string_view waiting_prefix = "E";

struct Waiting {
  UtcTime issued_at{};
  std::string uin;
};

inline std::string waiting_key(UtcTime issued_at, std::string_view uin) {
  std::string key{waiting_prefix};
  bytes::put_ordered(key, static_cast<uint64_t>(issued_at.time_since_epoch().count()));
  return key.append(uin);
}

/// False when the key has another form.
inline bool decode_waiting_key(std::string_view key, Waiting& waiting) {
  constexpr size_t front_bytes = waiting_prefix.size() + sizeof(uint64_t);
  if (key.size() <= front_bytes) return false;
  bytes::Reader reader{key.substr(waiting_prefix.size())};
  const auto micros = static_cast<int64_t>(reader.take_ordered<uint64_t>());
  waiting.issued_at = UtcTime{UtcTime::duration{micros}};
  waiting.uin = key.substr(front_bytes);
  return true;
}
}  // namespace uin
