// tests/auth/hold_index_test.cc: users that were stored without claims get them, once, and also
// when the process ends in between.
#include "actors/auth/hold_index.h"

#include <gtest/gtest.h>

#include "actors/auth/holds.h"
#include "actors/base/partition_of.h"
#include "tests/auth/partition_store.h"

namespace auth::test {
/// Ends the process, so to speak, at one of its writes.
class FailingJournal : public store::Journal {
 public:
  struct Crash {};
  explicit FailingJournal(MemoryStore& store, size_t writes) : store_(store), writes_(writes) {}
  void write(std::span<const store::Batch> batches) override {
    if (writes_-- == 0) throw Crash{};
    store_.write(batches);
  }

 private:
  MemoryStore& store_;
  size_t writes_;
};

class HoldIndexTest : public ::testing::Test {
 protected:
  static constexpr uint16_t partitions = 4;

  template <class Fn>
  auto at(const std::string& key, Fn fn) {
    const store::Owner owner{partition_of(key, partitions), store::Service::auth};
    store::Workspace tx{owner, store_};
    tx.begin();
    auto answer = fn(static_cast<store::Transaction&>(tx), *keys_.sealer(owner));
    tx.keep();
    store_.apply(tx.take_batch().batch);
    return answer;
  }

  void put(const std::string& name, const std::string& mobile, const std::string& mail,
           bool active = true) {
    User user;
    user.realm = "mosip";
    user.user_name = name;
    user.uuid = "uuid of " + name;
    user.mobile = mobile;
    user.mail = mail;
    user.is_active = active;
    const auto key = user_key_of(*keys_.index, "mosip", name);
    at(key, [&](store::Transaction& tx, seal::Sealer& sealer) {
      return Accounts{{}, sealer}.put_user(key, user, at_second(1), tx);
    });
  }
  std::string holder(HeldKind kind, const std::string& form) {
    const auto key = hold_key_of(*keys_.index, kind, "mosip", form);
    const auto hold =
        at(key, [&](store::Transaction& tx, seal::Sealer&) { return find_hold(key, tx); });
    return hold.ok() ? hold.value().uuid : "";
  }
  std::optional<std::string> index(store::Journal& journal) {
    return index_holds({partitions, *keys_.index, keys_.master, keys_.random, at_second(2), 1},
                       store_, journal);
  }

  MemoryStore store_;
  Keys keys_;
};

TEST_F(HoldIndexTest, ActiveUsersFirstAndAddressesNever) {
  put("gone", "111111", "gone@example.org", false);
  put("ann", "11 11 11", "Ann@Example.org");
  put("9820173642", "9820173642", "");
  put("bare", "", "");
  ASSERT_EQ(index(store_), std::nullopt);
  EXPECT_EQ(holder(HeldKind::mobile, "111111"), "uuid of ann");
  EXPECT_EQ(holder(HeldKind::mail, "ann@example.org"), "uuid of ann");
  EXPECT_EQ(holder(HeldKind::mail, "gone@example.org"), "uuid of gone");
  EXPECT_EQ(holder(HeldKind::mobile, "9820173642"), "");
}
TEST_F(HoldIndexTest, OnceAndNeverAgain) {
  put("ann", "111111", "");
  ASSERT_EQ(index(store_), std::nullopt);
  put("bob", "222222", "");
  ASSERT_EQ(index(store_), std::nullopt);
  EXPECT_EQ(holder(HeldKind::mobile, "111111"), "uuid of ann");
  EXPECT_EQ(holder(HeldKind::mobile, "222222"), "");
}
TEST_F(HoldIndexTest, ACrashAtAnyWriteIsMadeGood) {
  size_t crashes = 0;
  for (size_t writes = 0;; ++writes) {
    store_ = {};
    for (int i = 0; i < 9; ++i) {
      const auto n = std::to_string(i);
      put("user" + n, "55555" + n, "user" + n + "@example.org", i % 3 != 0);
    }
    FailingJournal journal{store_, writes};
    try {
      ASSERT_EQ(index(journal), std::nullopt);
      break;
    } catch (const FailingJournal::Crash&) {
      ++crashes;
    }
    ASSERT_EQ(index(store_), std::nullopt);
    for (int i = 0; i < 9; ++i) {
      const auto n = std::to_string(i);
      EXPECT_EQ(holder(HeldKind::mobile, "55555" + n), "uuid of user" + n);
      EXPECT_EQ(holder(HeldKind::mail, "user" + n + "@example.org"), "uuid of user" + n);
    }
  }
  EXPECT_GE(crashes, 9u);
}
TEST_F(HoldIndexTest, AFailedReadIsTold) {
  put("ann", "111111", "");
  store_.fail_reads = store::Errc::io;
  EXPECT_NE(index(store_), std::nullopt);
  store_.fail_reads.reset();
  EXPECT_EQ(index(store_), std::nullopt);
}
}  // namespace auth::test
