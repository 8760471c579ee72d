// actors/outbox/delivery_rules.h: when a message is tried again, and when a provider is left alone.
#pragma once
#include <chrono>
#include <cstdint>

#include "actors/base/clock.h"
#include "actors/base/random.h"
#include "actors/outbox/outbox_record.h"

namespace outbox {
/// What came of one delivery.
struct Attempt {
  enum class Outcome : uint8_t { sent = 1, captured = 2, failed = 3 };
  Outcome outcome = Outcome::failed;
  Fault fault = Fault::unreachable;  ///< when it failed
  uint16_t reply_code = 0;           ///< the provider's last answer; 0: none

  static Attempt sent() { return {Outcome::sent, Fault::none, 0}; }
  static Attempt captured() { return {Outcome::captured, Fault::none, 0}; }
  friend bool operator==(const Attempt&, const Attempt&) = default;
};

/// Whether the failure is the provider's own, so that the next message would meet it too. A refused
/// message is not: its provider answers, and who queues bad addresses must not stop the others.
constexpr bool is_providers_own(Fault fault) {
  return fault == Fault::unreachable || fault == Fault::sign_in || fault == Fault::busy;
}

/// idkernel.outbox.attempts-max, .retry-first-ms, .retry-max-ms.
struct RetryRules {
  uint32_t attempts_max = 12;
  std::chrono::milliseconds first{2'000};
  std::chrono::milliseconds longest{600'000};
};

/// The wait after the `attempts`th failure (from 1): it doubles each time up to the longest, and is
/// drawn between half of that and all of it, so that what failed together does not return together.
std::chrono::milliseconds wait_after(const RetryRules& rules, uint32_t attempts, Random& random);

constexpr bool is_dead(const RetryRules& rules, uint32_t attempts) {
  return attempts >= rules.attempts_max;
}

/// idkernel.outbox.breaker-failures, .breaker-open-ms.
struct BreakerRules {
  uint32_t failures = 5;
  std::chrono::milliseconds open{5'000};
};

/// The circuit breaker of one provider. Closed: deliveries go. Open, after so many failures in a
/// row: none go for a while. Then one goes, and decides.
class Breaker {
 public:
  explicit Breaker(BreakerRules rules) : rules_(rules) {}

  bool may_try(UtcTime now) const;
  void started(UtcTime now);
  /// A delivery that was started ended without having been made.
  void not_made();
  /// `reached`: the provider did its part, whatever it thinks of the message.
  void answered(bool reached, UtcTime now);
  bool is_open() const { return open_; }
  /// When open: from when a delivery may test the provider.
  UtcTime opens_until() const { return until_; }

 private:
  BreakerRules rules_;
  uint32_t failures_ = 0;
  bool open_ = false;
  bool testing_ = false;
  UtcTime until_{};
};
}  // namespace outbox
