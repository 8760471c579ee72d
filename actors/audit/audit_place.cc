// actors/audit/audit_place.cc: base64url of version, time, partition, service, sequence.
#include "actors/audit/audit_place.h"

#include <tuple>

#include "actors/audit/audit_owners.h"
#include "actors/base/byte_codec.h"
#include "crypto/base64.h"

namespace audit {
namespace {
constexpr uint8_t place_version = 1;
/// The last millisecond of the year 9999.
constexpr UtcTime place_time_max{std::chrono::milliseconds{253'402'300'799'999}};
}  // namespace

bool operator<(const Place& a, const Place& b) {
  const auto key = [](const Place& place) {
    return std::tuple{place.logged, place.owner.service, place.owner.partition, place.sequence};
  };
  return key(a) < key(b);
}

std::string text_of(const Place& place) {
  std::string out;
  bytes::put(out, place_version);
  bytes::put(out, static_cast<int64_t>(place.logged.time_since_epoch().count()));
  bytes::put(out, place.owner.partition);
  bytes::put(out, static_cast<uint8_t>(place.owner.service));
  bytes::put(out, place.sequence);
  return crypto::base64url_encode(out);
}

std::optional<Place> place_of(std::string_view text) {
  const auto raw = crypto::base64url_decode(text);
  if (!raw) return std::nullopt;
  bytes::Reader reader{*raw};
  const auto version = reader.take<uint8_t>();
  Place place;
  place.logged = UtcTime{UtcTime::duration{reader.take<int64_t>()}};
  place.owner.partition = reader.take<uint16_t>();
  place.owner.service = static_cast<store::Service>(reader.take<uint8_t>());
  place.sequence = reader.take<uint64_t>();
  if (version != place_version || !reader.is_whole()) return std::nullopt;
  if (place.logged < UtcTime{} || place.logged > place_time_max) return std::nullopt;
  if (service_name(place.owner.service).empty()) return std::nullopt;
  return place;
}
}  // namespace audit
