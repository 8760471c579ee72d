// tests/auth/accounts_test.cc: tickets, counting and what survives a crash.
#include "actors/auth/accounts.h"

#include <gtest/gtest.h>

#include "tests/auth/partition_store.h"
#include "tests/auth/tokens.h"

namespace auth {
using test::at_second;
using test::noon;

class AccountsTest : public ::testing::Test {
 protected:
  template <class Fn>
  auto run(Fn fn) {
    return store_.run(fn);
  }
  AccountsTest() {
    User user;
    user.realm = "mosip";
    user.user_name = "110006";
    user.mail = "110006@xyz.com";
    user.roles = {"ZONAL_ADMIN"};
    user.password_hash = "phc of 110006";
    put(user);
  }
  void put(const User& user) {
    run([&](auto& tx) { return accounts_.put_user(key_, user, at_second(noon), tx); });
  }
  Ticket begin(int64_t now = noon) {
    return run([&](auto& tx) { return accounts_.begin_login(key_, at_second(now), tx); }).value();
  }
  Result<User> end(uint64_t ticket, Verdict verdict, int64_t now = noon) {
    return run([&](auto& tx) {
      return accounts_.end_login({key_, ticket, verdict, phc_}, at_second(now), tx);
    });
  }
  Errc guess(int64_t now = noon) { return end(begin(now).number, Verdict::wrong, now).error(); }

  const std::string phc_ = "phc of 110006";
  test::Keys keys_;
  test::PartitionStore store_;
  std::shared_ptr<seal::Sealer> sealer_ = keys_.sealer();
  AccountOptions options_{{}, "dummy phc"};
  Accounts accounts_{options_, *sealer_};
  std::string key_ = user_key_of(*keys_.index, "mosip", "110006");
};

TEST_F(AccountsTest, ARightPasswordGivesTheUser) {
  const Ticket ticket = begin();
  EXPECT_EQ(ticket.phc, "phc of 110006");
  const auto user = end(ticket.number, Verdict::right);
  EXPECT_EQ(user.value().user_name, "110006");
  EXPECT_EQ(user.value().roles, std::vector<std::string>{"ZONAL_ADMIN"});
}
TEST_F(AccountsTest, AUserIsFoundWhateverTheCaseAndInItsRealmAlone) {
  EXPECT_EQ(user_key_of(*keys_.index, "mosip", "Jane"), user_key_of(*keys_.index, "mosip", "jANE"));
  EXPECT_NE(user_key_of(*keys_.index, "mosip", "jane"), user_key_of(*keys_.index, "other", "jane"));
}
TEST_F(AccountsTest, AUserHasItsHistoryWithoutPasswords) {
  User user = run([&](auto& tx) { return accounts_.peek(key_, tx); }).value();
  user.roles = {"GLOBAL_ADMIN"};
  const auto put_at = [&](int64_t second) {
    run([&](auto& tx) { return accounts_.put_user(key_, user, at_second(second), tx); });
  };
  put_at(noon + 60);
  user.is_active = false;
  put_at(noon + 60);  // the same moment: a row of its own
  const auto past = run([&](auto& tx) { return accounts_.history(key_, tx); }).value();
  ASSERT_EQ(past.size(), 3u);
  EXPECT_FALSE(past[0].user.is_active);
  EXPECT_EQ(past[1].since, at_second(noon + 60));
  EXPECT_EQ(past[1].user.roles, std::vector<std::string>{"GLOBAL_ADMIN"});
  EXPECT_EQ(past[2].since, at_second(noon));
  EXPECT_EQ(past[2].user.roles, std::vector<std::string>{"ZONAL_ADMIN"});
  for (const auto& one : past) EXPECT_EQ(one.user.password_hash, "");
  run([&](auto& tx) -> Result<Done> {
    Accounts::erase_user(key_, Accounts::past_keys(key_, tx).value(), tx);
    return Done{};
  });
  EXPECT_TRUE(run([&](auto& tx) { return accounts_.history(key_, tx); }).value().empty());
}
TEST_F(AccountsTest, AHistoryKeepsItsOrderWhenTheClockGoesBack) {
  User user = run([&](auto& tx) { return accounts_.peek(key_, tx); }).value();
  const auto put_at = [&](int64_t second) {
    run([&](auto& tx) { return accounts_.put_user(key_, user, at_second(second), tx); });
  };
  user.rid = "1";
  put_at(noon - 3600);
  user.password_hash = "another";  // no part of the history
  put_at(noon + 1);
  const auto past = run([&](auto& tx) { return accounts_.history(key_, tx); }).value();
  ASSERT_EQ(past.size(), 2u);
  EXPECT_EQ(past[0].user.rid, "1");
  EXPECT_EQ(past[0].since, at_second(noon) + std::chrono::microseconds{1});
}
TEST_F(AccountsTest, NothingPersonalIsInTheStoreInClear) {
  for (const auto& [key, value] : store_.durable.entries) {
    EXPECT_EQ(key.find("110006"), key.npos);
    EXPECT_EQ(value.find("110006"), value.npos);
  }
}
TEST_F(AccountsTest, UnknownInactiveAndPasswordlessUsersGetADummy) {
  const auto unknown =
      run([&](auto& tx) { return accounts_.begin_login("another key", at_second(noon), tx); });
  EXPECT_EQ(unknown.value().number, 0u);
  EXPECT_EQ(unknown.value().phc, "dummy phc");
  User user;
  user.password_hash = "phc";
  user.is_active = false;
  put(user);
  EXPECT_EQ(begin().number, 0u);
  EXPECT_EQ(begin().phc, "dummy phc");
  user.is_active = true;
  user.password_hash.clear();
  put(user);
  EXPECT_EQ(begin().number, 0u);
  EXPECT_EQ(accounts_.attempts_in_flight(), 0u);
}
TEST_F(AccountsTest, FiveWrongPasswordsBlockForHalfAnHour) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(guess(), Errc::auth_invalid_credentials);
  EXPECT_EQ(begin().number, 0u);
  EXPECT_EQ(begin(noon + 1799).number, 0u);
  const Ticket after = begin(noon + 1800);
  EXPECT_TRUE(end(after.number, Verdict::right, noon + 1800).ok());
}
TEST_F(AccountsTest, ARightPasswordClearsTheCount) {
  for (int i = 0; i < 4; ++i) guess();
  ASSERT_TRUE(end(begin().number, Verdict::right).ok());
  for (int i = 0; i < 4; ++i) guess();
  EXPECT_NE(begin().number, 0u);
}
TEST_F(AccountsTest, OfManyParallelGuessesExactlyTheLimitIsEvaluated) {
  std::vector<uint64_t> admitted;
  for (int i = 0; i < 64; ++i) {
    if (const auto ticket = begin(); ticket.number != 0) admitted.push_back(ticket.number);
  }
  EXPECT_EQ(admitted.size(), 5u);
  for (const uint64_t ticket : admitted) end(ticket, Verdict::wrong);
  EXPECT_EQ(begin().number, 0u);
}
TEST_F(AccountsTest, EveryInterleavingOfGuessesStopsAtTheLimit) {
  for (uint64_t seed = 0; seed < 200; ++seed) {
    Accounts accounts{options_, *sealer_};
    test::PartitionStore store;
    User user;
    user.password_hash = "phc";
    store.run([&](auto& tx) { return accounts.put_user(key_, user, at_second(noon), tx); });
    SeededRandom random{seed};
    std::vector<uint64_t> in_flight;
    size_t evaluated = 0;
    for (int step = 0; step < 60; ++step) {
      if (in_flight.empty() || random.below(2) == 0) {
        const auto ticket =
            store.run([&](auto& tx) { return accounts.begin_login(key_, at_second(noon), tx); });
        if (ticket.value().number != 0) in_flight.push_back(ticket.value().number);
      } else {
        const size_t at = random.below(in_flight.size());
        store.run([&](auto& tx) {
          return accounts.end_login({key_, in_flight[at], Verdict::wrong}, at_second(noon), tx);
        });
        in_flight.erase(in_flight.begin() + static_cast<std::ptrdiff_t>(at));
        ++evaluated;
      }
    }
    EXPECT_LE(evaluated + in_flight.size(), 5u) << seed;
    EXPECT_GT(evaluated, 0u) << seed;
  }
}
TEST_F(AccountsTest, AnAbandonedCheckIsNotCounted) {
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(end(begin().number, Verdict::abandoned).error(), Errc::overloaded);
  }
  EXPECT_NE(begin().number, 0u);
}
TEST_F(AccountsTest, ALateVerdictCannotLogInButStillCounts) {
  const Ticket late = begin();
  const int64_t after = noon + Attempts::seconds_max;
  begin(after);  // drops the late reservation
  EXPECT_EQ(end(late.number, Verdict::right, after).error(), Errc::overloaded);
  for (int i = 0; i < 5; ++i) end(late.number, Verdict::wrong, after);
  EXPECT_EQ(begin(after).number, 0u);
}
TEST_F(AccountsTest, AMadeUpTicketLogsNobodyIn) {
  EXPECT_EQ(end(77, Verdict::right).error(), Errc::overloaded);
  EXPECT_EQ(end(0, Verdict::right).error(), Errc::auth_invalid_credentials);
}
TEST_F(AccountsTest, StrangersLeaveOneRecordHoweverManyComeAndNoCount) {
  const size_t before = store_.durable.entries.size();
  for (int i = 0; i < 20; ++i) {
    const std::string key = "stranger " + std::to_string(i);
    run([&](auto& tx) {
      return accounts_.end_login({key, 0, Verdict::wrong}, at_second(noon), tx);
    });
    end(0, Verdict::wrong);
  }
  EXPECT_EQ(store_.durable.entries.size(), before + 1);
  EXPECT_NE(begin().number, 0u);
}
TEST_F(AccountsTest, ABlockSurvivesACrash) {
  for (int i = 0; i < 5; ++i) guess();
  store_.crash();
  Accounts again{options_, *sealer_};
  const auto ticket =
      run([&](auto& tx) { return again.begin_login(key_, at_second(noon + 1), tx); });
  EXPECT_EQ(ticket.value().number, 0u);
}
TEST_F(AccountsTest, ADeactivatedUserIsTurnedAwayAtTheEndToo) {
  const Ticket ticket = begin();
  User user;
  user.is_active = false;
  put(user);
  EXPECT_EQ(end(ticket.number, Verdict::right).error(), Errc::auth_invalid_credentials);
}
TEST_F(AccountsTest, APasswordThatWasReplacedDuringItsCheckNoLongerOpens) {
  guess();
  const Ticket ticket = begin();
  ASSERT_TRUE(run([&](auto& tx) {
                return accounts_.set_password({key_, "phc of another", {}, "group"},
                                              at_second(noon), tx);
              }).ok());
  EXPECT_EQ(end(ticket.number, Verdict::right).error(), Errc::auth_invalid_credentials);
  const Ticket next = begin();
  const EndLogin right{key_, next.number, Verdict::right, next.phc};
  EXPECT_TRUE(run([&](auto& tx) { return accounts_.end_login(right, at_second(noon), tx); }).ok());
}
TEST_F(AccountsTest, AFailedReadLetsNobodyIn) {
  const Ticket ticket = begin();
  store_.durable.fail_reads = store::Errc::io;
  EXPECT_EQ(end(ticket.number, Verdict::right).error(), Errc::auth_internal);
  const auto refused =
      run([&](auto& tx) { return accounts_.begin_login(key_, at_second(noon), tx); });
  EXPECT_EQ(refused.error(), Errc::auth_internal);
  const auto client = run([&](auto& tx) { return accounts_.find_client("mosip", "a", tx); });
  EXPECT_EQ(client.error(), Errc::auth_internal);
}
TEST_F(AccountsTest, ARecordMovedToAnotherUserDoesNotOpen) {
  const std::string front = store::key_prefix(test::PartitionStore::owner) + "U";
  store_.durable.entries[front + "thief"] = store_.durable.entries[front + key_];
  const auto user = run([&](auto& tx) { return accounts_.find_user("thief", tx); });
  EXPECT_EQ(user.error(), Errc::auth_internal);
}
TEST_F(AccountsTest, ClientsAreFoundByRealmAndIdUnlessDisabled) {
  Client client;
  client.realm = "mosip";
  client.client_id = "a";
  client.secret_hash = "phc of a";
  client.app_ids = {"admin"};
  const auto find = [&](std::string_view realm) {
    return run([&](auto& tx) { return accounts_.find_client(realm, "a", tx); }).value();
  };
  run([&](auto& tx) { return accounts_.put_client(client, tx); });
  EXPECT_EQ(find("mosip").secret_hash, "phc of a");
  EXPECT_TRUE(find("mosip").may_use("admin"));
  EXPECT_FALSE(find("mosip").may_use("ida"));
  EXPECT_TRUE(find("other").client_id.empty());
  client.is_enabled = false;
  run([&](auto& tx) { return accounts_.put_client(client, tx); });
  EXPECT_TRUE(find("mosip").client_id.empty());
  EXPECT_EQ(find("mosip").secret_hash, "dummy phc");
}
}  // namespace auth
