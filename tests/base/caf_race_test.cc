// tests/base/caf_race_test.cc: CAF itself is race-free under ThreadSanitizer: many requests, real
// threads.
#include <caf/all.hpp>

#include <gtest/gtest.h>

#include <chrono>

namespace {
caf::behavior doubler(caf::event_based_actor* self) {
  (void)self;
  return {[](int number) { return number * 2; }};
}

TEST(Caf, RequestsAndRepliesRunWithoutARace) {
  caf::actor_system_config settings;
  settings.set("scheduler.max-threads", size_t{4});
  caf::actor_system system{settings};
  caf::scoped_actor self{system};
  int64_t sum = 0;
  for (int round = 0; round < 200; ++round) {
    const auto actor = system.spawn(doubler);
    for (int i = 0; i < 10; ++i) {
      self->request(actor, std::chrono::seconds{30}, i)
          .receive([&](int doubled) { sum += doubled; },
                   [&](const caf::error& failed) { FAIL() << system.render(failed); });
    }
  }
  EXPECT_EQ(sum, 200 * 90);
}
}  // namespace
