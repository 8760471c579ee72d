// actors/outbox/delivery_rules.cc: back-off and breaker.
#include "actors/outbox/delivery_rules.h"

#include <algorithm>

namespace outbox {
std::chrono::milliseconds wait_after(const RetryRules& rules, uint32_t attempts, Random& random) {
  std::chrono::milliseconds wait = std::min(rules.first, rules.longest);
  for (uint32_t i = 1; i < attempts && wait < rules.longest; ++i)
    wait = std::min(wait * 2, rules.longest);
  const auto half = wait / 2;
  const auto spread = static_cast<uint64_t>((wait - half).count()) + 1;
  return half + std::chrono::milliseconds{static_cast<int64_t>(random.below(spread))};
}

namespace {
/// Never open for longer than `open`, whatever the clock does.
bool is_over(UtcTime until, UtcTime now, std::chrono::milliseconds open) {
  return now >= until || until - now > open;
}
}  // namespace

bool Breaker::may_try(UtcTime now) const {
  return !open_ || (!testing_ && is_over(until_, now, rules_.open));
}

void Breaker::started(UtcTime now) {
  if (open_ && is_over(until_, now, rules_.open)) testing_ = true;
}

void Breaker::not_made() { testing_ = false; }

void Breaker::answered(bool reached, UtcTime now) {
  testing_ = false;
  if (reached) {
    failures_ = 0;
    open_ = false;
    return;
  }
  // Counted no further than needed; deliveries that were under way when it opened may still fail.
  failures_ = std::min(failures_ + 1, rules_.failures);
  if (failures_ < rules_.failures) return;
  open_ = true;
  until_ = now + rules_.open;
}
}  // namespace outbox
