// actors/otp/otp_record.cc: the record's codec.
#include "actors/otp/otp_record.h"

#include "actors/base/byte_codec.h"

namespace otp {
namespace {
constexpr uint8_t format = 1;

void put_time(std::string& out, UtcTime time) {
  bytes::put<int64_t>(out, time.time_since_epoch().count());
}
UtcTime take_time(bytes::Reader& reader) {
  return UtcTime{UtcTime::duration{reader.take<int64_t>()}};
}
}  // namespace

std::string encoded(const Entry& entry) {
  std::string record;
  bytes::put(record, format);
  const Code code = entry.code.value_or(Code{});
  bytes::put_text(record, code.mac);
  put_time(record, code.generated);
  bytes::put(record, entry.wrong);
  put_time(record, entry.last_wrong);
  put_time(record, entry.frozen.value_or(UtcTime{}));
  bytes::put(record, entry.generations);
  put_time(record, entry.window_began);
  put_time(record, entry.updated);
  return record;
}

std::optional<Entry> decoded(std::string_view record) {
  bytes::Reader reader{record};
  if (reader.take<uint8_t>() != format) return std::nullopt;
  Entry entry;
  Code code;
  code.mac = reader.take_text();
  code.generated = take_time(reader);
  if (!code.mac.empty()) entry.code = std::move(code);
  entry.wrong = reader.take<uint32_t>();
  entry.last_wrong = take_time(reader);
  const UtcTime frozen = take_time(reader);
  if (frozen != UtcTime{}) entry.frozen = frozen;
  entry.generations = reader.take<uint32_t>();
  entry.window_began = take_time(reader);
  entry.updated = take_time(reader);
  if (!reader.is_whole()) return std::nullopt;
  return entry;
}
}  // namespace otp
