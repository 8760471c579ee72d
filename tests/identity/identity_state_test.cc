// tests/identity/identity_state_test.cc: persons put, found, changed; what lies in the store.
#include "actors/identity/identity_state.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "actors/identity/identity_import.h"
#include "actors/identity/identity_key.h"
#include "store/workspace.h"
#include "tests/fakes/memory_store.h"
#include "tests/fakes/seeded_random.h"

namespace identity {
class DirectoryTest : public ::testing::Test {
 protected:
  static constexpr store::Owner owner{0, store::Service::identity};

  template <class Fn>
  auto run(Fn fn) {
    store::Workspace tx{owner, durable};
    tx.begin();
    auto answer = fn(static_cast<store::Transaction&>(tx));
    tx.keep();
    auto batch = tx.take_batch().batch;
    writes = batch.count();
    durable.apply(batch);
    return answer;
  }
  std::string hash(const std::string& uin) const { return hash_of(index_key, uin); }
  PutCounts put(const std::string& uin, const Person& known) {
    const std::vector<Filed> one{{hash(uin), known}};
    return run([&](store::Transaction& tx) { return directory.put(one, now, tx); }).value();
  }
  Found find(const std::string& uin) {
    return run([&](store::Transaction& tx) { return directory.find(hash(uin), tx); }).value();
  }

  SeededRandom random{3};
  std::shared_ptr<const seal::MasterKey> master =
      std::make_shared<const seal::MasterKey>(seal::MasterKey::generate(random));
  seal::IndexKey index_key{
      crypto::SecureBytes::from(std::string_view{"an index key of thirty-two bytes"})};
  Directory directory{std::make_shared<seal::Sealer>(master, random, owner)};
  MemoryStore durable;
  size_t writes = 0;
  UtcTime now{std::chrono::seconds{1'704'196'800}};
  const Person person{Status::activated, "person@example.org", "9820173642", {"eng"}};
};

TEST_F(DirectoryTest, FindsWhatWasPut) {
  EXPECT_FALSE(find("2530192395").is_known);
  EXPECT_EQ(put("2530192395", person), (PutCounts{1, 0, 0}));
  EXPECT_TRUE(find("2530192395").is_known);
  EXPECT_EQ(find("2530192395").person, person);
  EXPECT_FALSE(find("2530192396").is_known);
}

TEST_F(DirectoryTest, TheSameAgainIsNotWritten) {
  put("2530192395", person);
  EXPECT_EQ(put("2530192395", person), (PutCounts{0, 0, 1}));
  EXPECT_EQ(writes, 0u);
  Person moved = person;
  moved.phone = "9820173643";
  EXPECT_EQ(put("2530192395", moved), (PutCounts{0, 1, 0}));
  EXPECT_EQ(find("2530192395").person, moved);
}

TEST_F(DirectoryTest, AStatusLeavesTheRest) {
  put("2530192395", person);
  const auto set = [&](const std::string& uin, Status status) {
    return run([&](store::Transaction& tx) {
             return directory.set_status(hash(uin), status, now, tx);
           })
        .value();
  };
  Person blocked = person;
  blocked.status = Status::blocked;
  EXPECT_EQ(set("2530192395", Status::blocked).person, blocked);
  EXPECT_EQ(find("2530192395").person, blocked);
  set("2530192395", Status::blocked);
  EXPECT_EQ(writes, 0u);
  EXPECT_FALSE(set("1", Status::blocked).is_known);
  EXPECT_EQ(writes, 0u);
}

TEST_F(DirectoryTest, NothingPersonalLiesInTheStore) {
  put("2530192395", person);
  for (const auto& [key, value] : durable.entries) {
    for (const char* personal : {"2530192395", "person@example.org", "9820173642"}) {
      EXPECT_EQ(key.find(personal), std::string::npos);
      EXPECT_EQ(value.find(personal), std::string::npos);
    }
  }
}

TEST_F(DirectoryTest, ARecordInAnotherPersonsPlaceDoesNotOpen) {
  put("2530192395", person);
  run([&](store::Transaction& tx) {
    tx.put("P" + hash("1"), tx.get("P" + hash("2530192395")).value().value());
    return Result<Done>{Done{}};
  });
  const auto found = run([&](store::Transaction& tx) { return directory.find(hash("1"), tx); });
  EXPECT_EQ(found.error(), Errc::auth_internal);
}

TEST_F(DirectoryTest, AFailingStoreIsAFault) {
  put("2530192395", person);
  durable.fail_reads = store::Errc::io;
  const std::vector<Filed> one{{hash("1"), person}};
  EXPECT_EQ(run([&](store::Transaction& tx) { return directory.find(hash("1"), tx); }).error(),
            Errc::auth_internal);
  EXPECT_EQ(run([&](store::Transaction& tx) { return directory.put(one, now, tx); }).error(),
            Errc::auth_internal);
}

TEST_F(DirectoryTest, FirstEntriesAreInTheirOwnersHands) {
  const std::vector<Entry> entries{{"2530192395", person}, {"458575535", {}}, {"2530192395", {}}};
  constexpr uint16_t partitions = 1;
  const auto kept =
      import_first(entries, {partitions, index_key, master, random, now}, durable, durable);
  ASSERT_TRUE(kept.ok());
  EXPECT_EQ(find("458575535").person, Person{});
  EXPECT_EQ(find("2530192395").person, Person{});  // the last one counts
}
}  // namespace identity
