// tests/audit/trail_test.cc: no change without its record, no record without its change.
#include "actors/audit/trail.h"

#include <gtest/gtest.h>

#include <set>
#include <stdexcept>

#include "actors/audit/own_record.h"
#include "actors/partition/partition.h"
#include "tests/fakes/actor_fixture.h"
#include "tests/fakes/recorded.h"

namespace audit {
namespace {
using set_atom = caf::atom_constant<caf::atom("set")>;
using spoil_atom = caf::atom_constant<caf::atom("spoil")>;
using Cells = caf::typed_actor<caf::replies_to<set_atom, std::string>::with<Result<Done>>,
                               caf::replies_to<spoil_atom, std::string>::with<Result<Done>>>;

const Origin alice{"alice-uuid", "registration-client", "10.1.1.1"};
const Clock noon = [] { return UtcTime{std::chrono::seconds{1'704'196'800}}; };

/// Cells whose setting is recorded; spoiling one throws after the record was made.
Cells::behavior_type cells(Cells::pointer self, partition::Host host, partition::Hooks hooks) {
  const auto write = host.writer(self, std::move(hooks));
  const auto set = [trail = host.trail](const std::string& key, store::Transaction& tx) {
    tx.put("cell " + key, "set");
    trail.record({Operation::uin_issued, alice, key}, noon(), tx);
  };
  return {[=](set_atom, const std::string& key) {
            return write([&](store::Transaction& tx) -> Result<Done> {
              set(key, tx);
              return Done{};
            });
          },
          [=](spoil_atom, const std::string& key) {
            return write([&](store::Transaction& tx) -> Result<Done> {
              set(key, tx);
              throw std::runtime_error("a mistake");
            });
          }};
}

class TrailOfCells : public ::testing::Test {
 protected:
  static constexpr store::Owner owner{2, store::Service::uin};

  Cells spawn(partition::Hooks hooks = {}, OperationSet off = {}) {
    return actors.spawn(cells, recorded.host(owner, off), std::move(hooks));
  }
  bool is_set(const std::string& key) {
    return journal.store().get(owner, "cell " + key).value().has_value();
  }

  ActorFixture actors;
  HeldJournal journal{actors};
  Recorded recorded{journal};
};

TEST_F(TrailOfCells, ARecordIsInTheBatchOfItsChange) {
  const auto actor = spawn();
  const auto set = actors.ask<Done>(actor, set_atom::value, std::string{"1"});
  EXPECT_FALSE(set.arrived());
  ASSERT_EQ(journal.held().size(), 1u);
  journal.release();
  EXPECT_TRUE(set.result().ok());
  EXPECT_TRUE(is_set("1"));
  EXPECT_EQ(recorded.events(owner), std::vector<std::string>{"UIN_ISSUED|alice-uuid|1|success"});
  EXPECT_FALSE(recorded.verify(owner).broken);
}

TEST_F(TrailOfCells, AnUndoneRequestLeavesNoRecordAndNoGap) {
  const auto actor = spawn();
  actors.ask<Done>(actor, set_atom::value, std::string{"1"});
  EXPECT_EQ(actors.ask<Done>(actor, spoil_atom::value, std::string{"2"}).error(), Errc::internal);
  actors.ask<Done>(actor, set_atom::value, std::string{"3"});
  journal.release();
  journal.release();
  EXPECT_FALSE(is_set("2"));
  EXPECT_EQ(recorded.events(owner).size(), 2u);
  const auto verdict = recorded.verify(owner);
  EXPECT_EQ(verdict.records, 2u);
  EXPECT_FALSE(verdict.broken);
}

TEST_F(TrailOfCells, WhatABatchLostIsNotBuiltOn) {
  partition::Hooks hooks;
  hooks.before_commit = [](store::Transaction& tx) { tx.put("cursor", "x"); };
  const auto actor = spawn(std::move(hooks));
  const auto kept = actors.ask<Done>(actor, set_atom::value, std::string{"1"});
  journal.release();
  // Both in one batch, which falls with the second.
  const auto lost = actors.ask_later<Done>(actor, set_atom::value, std::string{"2"});
  const auto spoilt = actors.ask_later<Done>(actor, spoil_atom::value, std::string{"3"});
  actors.run();
  EXPECT_TRUE(lost.failed());
  EXPECT_EQ(spoilt.error(), Errc::internal);
  actors.ask<Done>(actor, set_atom::value, std::string{"4"});
  journal.release();
  EXPECT_EQ(recorded.events(owner), (std::vector<std::string>{"UIN_ISSUED|alice-uuid|1|success",
                                                              "UIN_ISSUED|alice-uuid|4|success"}));
  EXPECT_FALSE(recorded.verify(owner).broken);
}

TEST_F(TrailOfCells, AChainGoesOnAfterAStart) {
  actors.ask<Done>(spawn(), set_atom::value, std::string{"1"});
  journal.release();
  actors.ask<Done>(spawn(), set_atom::value, std::string{"2"});
  journal.release();
  EXPECT_EQ(recorded.verify(owner).records, 2u);
  EXPECT_FALSE(recorded.verify(owner).broken);
}

TEST_F(TrailOfCells, OperationsThatAreOffChangeAllTheSame) {
  OperationSet off;
  off.set(static_cast<size_t>(Operation::uin_issued));
  actors.ask<Done>(spawn({}, off), set_atom::value, std::string{"1"});
  journal.release();
  EXPECT_TRUE(is_set("1"));
  EXPECT_TRUE(recorded.events(owner).empty());
}

TEST_F(TrailOfCells, NothingChangesWhileTheChainCannotGrow) {
  actors.ask<Done>(spawn(), set_atom::value, std::string{"1"});
  journal.release();
  store::Batch damage{owner};
  damage.put(head_key, "no head");
  journal.store().apply(damage);
  const auto refused = actors.ask<Done>(spawn(), set_atom::value, std::string{"2"});
  EXPECT_EQ(refused.error(), Errc::internal);
  EXPECT_TRUE(journal.held().empty());
}

TEST(OwnRecord, HasTheMembersOfAReportedOne) {
  const Event event{Operation::uin_updated, alice, "2530192395", "ASSIGNED"};
  EXPECT_EQ(own_text(event, "kernel-1", noon()),
            R"({"eventId":"IDK-UIN-002","eventName":"UIN_STATUS_CHANGED","eventType":"USER",)"
            R"("actionTimeStamp":"2024-01-02T12:00:00.000Z","hostName":"kernel-1",)"
            R"("hostIp":"10.1.1.1","applicationId":"IDKERNEL","applicationName":"idkernel",)"
            R"("sessionUserId":"alice-uuid","id":"2530192395","idType":"UIN",)"
            R"("createdBy":"registration-client","moduleName":"uin","moduleId":"IDK-UIN",)"
            R"("description":"ASSIGNED"})");
}

TEST(OwnRecord, TheServerIsNoUser) {
  const Origin server = of_server();
  const std::string text = own_text({Operation::vids_swept, server, {}}, "kernel-1", noon());
  EXPECT_NE(text.find(R"("eventType":"SYSTEM")"), std::string::npos);
  EXPECT_EQ(text.find("sessionUserId"), std::string::npos);
  EXPECT_EQ(text.find("hostIp"), std::string::npos);
}

TEST(Operations, AreFoundByTheirNamesAndNumberedOnce) {
  std::set<std::string_view> ids, names;
#define OPERATION(enumerator, event_id, event_name, service, id_type) \
  EXPECT_TRUE(ids.insert(event_id).second) << (event_id);             \
  EXPECT_TRUE(names.insert(event_name).second) << (event_name);       \
  EXPECT_EQ(operation_named(event_name), Operation::enumerator);
#include "actors/audit/operations.def"
#undef OPERATION
  EXPECT_FALSE(operation_named("UIN_EATEN"));
}
}  // namespace
}  // namespace audit
