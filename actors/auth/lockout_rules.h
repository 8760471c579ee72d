// actors/auth/lockout_rules.h: when wrong passwords close an account, and nothing but rules.
#pragma once
#include <cstdint>
#include <limits>

namespace auth {
/// Defaults: auth.login.max-failures, auth.login.block-time (auth sheet 5.4).
struct LockoutRules {
  uint32_t failures_max = 5;
  int64_t block_seconds = 1800;  ///< 0: blocked until an administrator unblocks
};

/// What is remembered of an account's wrong passwords. Times are seconds since 1970.
struct Failures {
  uint32_t count = 0;
  int64_t blocked_until = 0;  ///< 0: not blocked

  friend bool operator==(const Failures&, const Failures&) = default;
};

inline constexpr int64_t blocked_for_ever = std::numeric_limits<int64_t>::max();

/// The failures that still count at `now`: a block that has passed leaves none.
constexpr Failures at(const Failures& failures, int64_t now) {
  const bool passed = failures.blocked_until != 0 && now >= failures.blocked_until;
  return passed ? Failures{} : failures;
}

constexpr bool is_blocked(const Failures& failures, int64_t now) {
  return at(failures, now).blocked_until != 0;
}

/// True when one more guess may be evaluated while `in_flight` others are: were all of them wrong,
/// the limit would be reached and not passed.
constexpr bool may_attempt(const LockoutRules& rules, const Failures& failures, uint32_t in_flight,
                           int64_t now) {
  const Failures counted = at(failures, now);
  return counted.blocked_until == 0 && counted.count + in_flight < rules.failures_max;
}

/// After one more wrong password.
constexpr Failures after_failure(const LockoutRules& rules, const Failures& failures, int64_t now) {
  Failures next = at(failures, now);
  ++next.count;
  if (next.count >= rules.failures_max && next.blocked_until == 0) {
    next.blocked_until = rules.block_seconds == 0 ? blocked_for_ever : now + rules.block_seconds;
  }
  return next;
}
}  // namespace auth
