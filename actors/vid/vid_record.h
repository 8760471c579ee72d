// actors/vid/vid_record.h: what is kept of a VID that left the pool, and where it waits for its
// end.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "actors/base/byte_codec.h"
#include "actors/base/clock.h"
#include "actors/vid/vid_rules.h"

namespace vid {
/// Under number::number_key. The caller is cut to bytes::text_bytes_max.
struct Record {
  Status status = Status::assigned;
  std::optional<UtcTime> expiry;
  UtcTime created_at{};
  std::string created_by;
};

inline std::string encoded(const Record& record) {
  std::string out;
  bytes::put<uint8_t>(out, 1);
  bytes::put(out, static_cast<uint8_t>(record.status));
  bytes::put<uint8_t>(out, record.expiry ? 1 : 0);
  bytes::put<int64_t>(out, record.expiry.value_or(UtcTime{}).time_since_epoch().count());
  bytes::put<int64_t>(out, record.created_at.time_since_epoch().count());
  bytes::put_text(out, record.created_by);
  return out;
}

/// False when the bytes have another form.
inline bool decode(std::string_view stored, Record& record) {
  bytes::Reader reader{stored};
  const bool known = reader.take<uint8_t>() == 1;
  const auto status = reader.take<uint8_t>();
  const bool has_expiry = reader.take<uint8_t>() != 0;
  const UtcTime expiry{UtcTime::duration{reader.take<int64_t>()}};
  record.status = static_cast<Status>(status);
  record.expiry = has_expiry ? std::optional{expiry} : std::nullopt;
  record.created_at = UtcTime{UtcTime::duration{reader.take<int64_t>()}};
  record.created_by = reader.take_text();
  return known && (status == 1 || status == 2) && reader.is_whole();
}

/// Queues in order of expiry: ASSIGNED ones wait to expire, EXPIRED ones to be released.
inline constexpr std::string_view to_expire = "E";
inline constexpr std::string_view to_release = "D";

/// Below one queue: expiry in microseconds since 1970, big-endian, then the VID.
inline std::string queue_key(std::string_view queue, UtcTime expiry, std::string_view vid) {
  std::string key{queue};
  bytes::put_ordered(key, static_cast<uint64_t>(expiry.time_since_epoch().count()));
  return key.append(vid);
}

/// A queue's entry. False when the key has another form.
struct Waiting {
  UtcTime expiry{};
  std::string vid;
};
inline bool decode_queue_key(std::string_view queue, std::string_view key, Waiting& waiting) {
  if (key.size() <= queue.size() + sizeof(uint64_t)) return false;
  bytes::Reader reader{key.substr(queue.size())};
  const auto micros = static_cast<int64_t>(reader.take_ordered<uint64_t>());
  waiting.expiry = UtcTime{UtcTime::duration{micros}};
  waiting.vid = key.substr(queue.size() + sizeof(uint64_t));
  return true;
}
}  // namespace vid
