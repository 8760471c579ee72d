// actors/uin/uin_rules.h: the life of a UIN, and the messages about it (ids sheet 2).
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/origin.h"
#include "actors/base/result.h"
#include "actors/number/number_rules.h"

namespace uin {
/// An unused UIN has no record: it lies in the pool.
enum class Status : uint8_t { issued = 1, assigned = 2 };

/// mosip.kernel.uin.length and mosip.kernel.uin.length.* as shipped.
inline number::NumberRules default_rules() { return {}; }

/// mosip.kernel.uin.min-unused-threshold and mosip.kernel.uin.uins-to-generate as shipped.
inline constexpr uint64_t low_water_default = 200'000;
inline constexpr uint64_t target_default = 500'000;

/// Takes an unused UIN. `by.subject` is a uuid, no personal data.
struct IssueUin {
  audit::Origin by;
};

/// Confirms an issued UIN, or gives it back. `status` is the wire's text.
struct UpdateUin {
  std::string uin;
  std::string status;
  audit::Origin by;
};

/// The stored state after an update: ASSIGNED, or UNUSED for one that was given back (DECISIONS
/// 14).
struct UpdatedUin {
  std::string uin;
  std::string status;
  friend bool operator==(const UpdatedUin&, const UpdatedUin&) = default;
};

/// Numbers of one partition, for the metrics. `returned` are those of `unused` that were given
/// back.
struct Levels {
  uint64_t unused = 0;
  uint64_t issued = 0;
  uint64_t assigned = 0;
  uint64_t returned = 0;
  friend bool operator==(const Levels&, const Levels&) = default;
};

/// What a PUT asks for. Exact upper case, as in UinServiceImpl.
enum class Request { assign, give_back, unknown };
constexpr Request request_of(std::string_view status) {
  if (status == "ASSIGNED") return Request::assign;
  return status == "UNASSIGNED" ? Request::give_back : Request::unknown;
}

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, IssueUin& x) {
  return f(x.by);
}
template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, UpdateUin& x) {
  return f(x.uin, x.status, x.by);
}
template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, UpdatedUin& x) {
  return f(x.uin, x.status);
}
template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, Levels& x) {
  return f(x.unused, x.issued, x.assigned, x.returned);
}
}  // namespace uin
