// actors/partition/system_config.cc: CAF's options by name.
#include "actors/partition/system_config.h"

#include <caf/all.hpp>
#include <chrono>

namespace partition {
namespace {
// CAF's idle worker polls 100 times, then 500 times with naps of 50 us, then sleeps on a condition
// that mail from outside signals. We go to that sleep almost at once: the naps cost about 20 % of
// the CPU per request at 64 outstanding and delay mail by up to their length.
constexpr size_t polls = 10;
constexpr size_t polls_with_naps = 0;
// How long the sleep lasts without a signal; then the worker looks whether it can steal. Mail never
// waits for it, only work queued behind a long turn of another worker does.
constexpr std::chrono::milliseconds sleep_max{50};
}  // namespace

caf::actor_system_config system_config(Scheduling scheduling) {
  caf::actor_system_config config;
  config.set("scheduler.max-threads", scheduling.threads);
  config.set("scheduler.max-throughput", scheduling.messages_per_turn);
  config.set("work-stealing.aggressive-poll-attempts", polls);
  config.set("work-stealing.moderate-poll-attempts", polls_with_naps);
  config.set("work-stealing.relaxed-sleep-duration", caf::timespan{sleep_max});
  return config;
}
}  // namespace partition
