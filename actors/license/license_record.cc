// actors/license/license_record.cc: the record's codec.
#include "actors/license/license_record.h"

#include "actors/base/byte_codec.h"

namespace license {
namespace {
constexpr uint8_t format = 1;

bool is_status(uint8_t number) { return number >= 1 && number <= 3; }
}  // namespace

std::string encoded(const License& license) {
  std::string record;
  bytes::put(record, format);
  bytes::put(record, static_cast<uint8_t>(license.status));
  bytes::put<int64_t>(record, license.expires.time_since_epoch().count());
  bytes::put_text(record, license.misp_id);
  bytes::put(record, static_cast<uint16_t>(license.permissions.size()));
  for (const std::string& permission : license.permissions) bytes::put_text(record, permission);
  return record;
}

std::optional<License> decoded(std::string_view record) {
  bytes::Reader reader{record};
  if (reader.take<uint8_t>() != format) return std::nullopt;
  License license;
  const auto status = reader.take<uint8_t>();
  if (!is_status(status)) return std::nullopt;
  license.status = static_cast<Status>(status);
  license.expires = UtcTime{UtcTime::duration{reader.take<int64_t>()}};
  license.misp_id = reader.take_text();
  const auto count = reader.take<uint16_t>();
  for (uint16_t i = 0; i < count && !reader.is_short(); ++i)
    license.permissions.emplace_back(reader.take_text());
  if (!reader.is_whole()) return std::nullopt;
  return license;
}
}  // namespace license
