// actors/uin/uin_record.h: what is kept of a UIN that left the pool, under number::number_key.
#pragma once
#include <string>
#include <string_view>

#include "actors/base/byte_codec.h"
#include "actors/base/clock.h"
#include "actors/uin/uin_rules.h"

namespace uin {
/// Callers are cut to bytes::text_bytes_max.
struct Record {
  Status status = Status::issued;
  UtcTime created_at{};
  UtcTime updated_at{};
  std::string created_by;
  std::string updated_by;
};

inline std::string encoded(const Record& record) {
  std::string out;
  bytes::put<uint8_t>(out, 1);
  bytes::put(out, static_cast<uint8_t>(record.status));
  bytes::put<int64_t>(out, record.created_at.time_since_epoch().count());
  bytes::put<int64_t>(out, record.updated_at.time_since_epoch().count());
  bytes::put_text(out, record.created_by);
  bytes::put_text(out, record.updated_by);
  return out;
}

/// False when the bytes have another form.
inline bool decode(std::string_view stored, Record& record) {
  bytes::Reader reader{stored};
  const bool known = reader.take<uint8_t>() == 1;
  const auto status = reader.take<uint8_t>();
  record.status = static_cast<Status>(status);
  record.created_at = UtcTime{UtcTime::duration{reader.take<int64_t>()}};
  record.updated_at = UtcTime{UtcTime::duration{reader.take<int64_t>()}};
  record.created_by = reader.take_text();
  record.updated_by = reader.take_text();
  return known && (status == 1 || status == 2) && reader.is_whole();
}
}  // namespace uin
