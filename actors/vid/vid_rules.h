// actors/vid/vid_rules.h: the rules of the virtual id, its expiry, and messages (ids sheet 6).
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "actors/base/clock.h"
#include "actors/base/origin.h"
#include "actors/base/result.h"
#include "actors/number/number_rules.h"

namespace vid {
/// An available VID has no record: it lies in the pool.
enum class Status : uint8_t { assigned = 1, expired = 2 };

/// mosip.kernel.vid.length.* as shipped (6.2).
inline number::NumberRules default_rules() {
  number::NumberRules rules;
  rules.digits = 16;
  rules.sequence_wraps = false;
  rules.even_limit = 0;
  rules.group_digits = 0;
  rules.reverse_group_digits = 0;
  rules.refuses_cyclic = false;
  return rules;
}

/// mosip.kernel.vid.min-unused-threshold and mosip.kernel.vid.vids-to-generate as shipped.
inline constexpr uint64_t low_water_default = 100'000;
inline constexpr uint64_t target_default = 200'000;
/// mosip.kernel.vid.time-to-release-after-expiry as shipped.
inline constexpr std::chrono::days release_default{5};

/// Takes an available VID. Without `has_expiry` it never expires.
struct IssueVid {
  bool has_expiry = false;
  std::string expiry;  ///< the wire's text
  audit::Origin by;
};

/// When the VID shall expire (nothing: never), or, in this order, vid_expiry_empty,
/// vid_expiry_pattern, vid_expiry_past. The moment `now` itself is not past.
inline Result<std::optional<UtcTime>> expiry_of(const IssueVid& request, UtcTime now) {
  if (!request.has_expiry) return std::optional<UtcTime>{};
  if (request.expiry.find_first_not_of(" \t\r\n") == std::string::npos) {
    return Errc::vid_expiry_empty;
  }
  UtcTime expiry{};
  if (!parse_iso_utc(request.expiry, expiry)) return Errc::vid_expiry_pattern;
  if (expiry < now) return Errc::vid_expiry_past;
  return std::optional<UtcTime>{expiry};
}

/// Numbers of one partition, for the metrics.
struct Levels {
  uint64_t available = 0;
  uint64_t assigned = 0;
  uint64_t expired = 0;
  friend bool operator==(const Levels&, const Levels&) = default;
};

/// What a sweep did.
struct Swept {
  uint64_t expired = 0;   ///< became EXPIRED
  uint64_t released = 0;  ///< were forgotten, so that the number may be drawn again
  friend bool operator==(const Swept&, const Swept&) = default;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, IssueVid& x) {
  return f(x.has_expiry, x.expiry, x.by);
}
template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, Levels& x) {
  return f(x.available, x.assigned, x.expired);
}
template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, Swept& x) {
  return f(x.expired, x.released);
}
}  // namespace vid
