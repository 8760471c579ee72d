// actors/device/record_codec.h: pieces of the records of this folder.
#pragma once
#include <string>
#include <string_view>

#include "actors/base/byte_codec.h"
#include "actors/device/stamp.h"

namespace device {
/// A length (u32) and all of `text`: fields of this folder may be longer than put_text keeps.
inline void put_long(std::string& out, std::string_view text) {
  bytes::put(out, static_cast<uint32_t>(text.size()));
  out.append(text);
}
inline std::string take_long(bytes::Reader& reader) {
  return std::string{reader.take_bytes(reader.take<uint32_t>())};
}

inline void put_time(std::string& out, UtcTime time) {
  bytes::put<int64_t>(out, time.time_since_epoch().count());
}
inline UtcTime take_time(bytes::Reader& reader) {
  return UtcTime{UtcTime::duration{reader.take<int64_t>()}};
}

inline void put_optional_time(std::string& out, std::optional<UtcTime> time) {
  bytes::put<uint8_t>(out, time ? 1 : 0);
  put_time(out, time.value_or(UtcTime{}));
}
inline std::optional<UtcTime> take_optional_time(bytes::Reader& reader) {
  const bool is_there = reader.take<uint8_t>() == 1;
  const UtcTime time = take_time(reader);
  return is_there ? std::optional{time} : std::nullopt;
}

inline void put_stamp(std::string& out, const Stamp& stamp) {
  put_long(out, stamp.created_by);
  put_time(out, stamp.created);
  put_long(out, stamp.updated_by);
  put_optional_time(out, stamp.updated);
}
inline Stamp take_stamp(bytes::Reader& reader) {
  Stamp stamp;
  stamp.created_by = take_long(reader);
  stamp.created = take_time(reader);
  stamp.updated_by = take_long(reader);
  stamp.updated = take_optional_time(reader);
  return stamp;
}
}  // namespace device
