// tests/fakes/pool_actor_fixture.h: what the actor tests of UIN, PRID and VID have in common: a
// held journal, a supplier that only listens, a clock that stands still, and counting a batch's
// records.
#pragma once
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "actors/number/pool_desk.h"
#include "tests/fakes/drawn_numbers.h"
#include "tests/fakes/held_journal.h"
#include "tests/fakes/log_lines.h"

class PoolActorTest : public ::testing::Test {
 protected:
  PoolActorTest() {
    setting.supplier = actors.spawn([this]() -> number::SupplierActor::behavior_type {
      return {[](number::serve_atom, const number::Pool&) { return Result<Done>{Done{}}; },
              [this](number::wanted_atom, const std::string& service) { calls.push_back(service); },
              [](number::round_atom, size_t, uint64_t) {}};
    });
  }

  /// As the supplier does, and durable at once.
  template <class Actor>
  Asked<number::Supplied> supply(const Actor& actor, const number::NumberRules& rules, size_t count,
                                 uint64_t seed = 1) {
    const auto asked = actors.ask<number::Supplied>(actor, number::supply_atom::value,
                                                    drawn_numbers(rules, count, seed));
    journal.release();
    return asked;
  }

  /// Records of one held batch by the first letter of their keys: "S" numbers, "C" cursors.
  std::map<char, size_t> puts_of(const store::Batch& batch) const {
    std::map<char, size_t> counts;
    batch.replay(
        [&](store::Owner, std::string_view key, std::string_view) { ++counts[key.front()]; },
        [](std::string_view) {}, [](std::string_view, std::string_view) {});
    return counts;
  }

  LogLines log;
  ActorFixture actors;
  HeldJournal journal{actors};
  std::vector<std::string> calls;  ///< for numbers, by service
  number::PoolSetting setting;
  UtcTime now{std::chrono::seconds{1'704'196'800}};  // 2024-01-02 12:00:00 UTC
};
