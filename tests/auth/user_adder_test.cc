// tests/auth/user_adder_test.cc: names, numbers and addresses are of one user: at once, across
// partitions, and with a crash or a lost step anywhere on the way.
#include <map>
#include <random>
#include <set>

#include "tests/auth/registration_fixture.h"

namespace auth::test {
class UserAdderTest : public RegistrationFixture {
 protected:
  using AskedUser = Asked<User>;

  AskedUser sign_up_later(const std::string& name, const std::string& mobile,
                          const std::string& mail) {
    return actors_.ask<User>(sign_in_, register_atom::value, request_of(name, mobile, mail));
  }
  /// The process ends: of what was on its way to the disk `reached` batches arrived.
  void crash(size_t reached) {
    const auto held = journal_.held();
    for (size_t i = 0; i < std::min(reached, held.size()); ++i)
      journal_.store().apply(held[i].batch);
    journal_.lose();
    start();
  }
  /// A claim that no user follows, as a lost registration leaves it.
  void lose_a_registration(const std::string& mobile) {
    auto lost = sign_up_later("lost", mobile, "lost@example.org");
    actors_.run();
    journal_.release();
    actors_.run();
    ASSERT_FALSE(lost.arrived());
    journal_.lose();
    for (const auto& one : partitions_) caf::anon_send_exit(one, caf::exit_reason::kill);
    actors_.run();
  }
};

TEST_F(UserAdderTest, EachValueIsOfOneUser) {
  ASSERT_TRUE(sign_up("ann", "555001", "ann@example.org").ok());
  EXPECT_EQ(sign_up("bob", "555 001", "bob@example.org").error(), Errc::account_user_exists);
  EXPECT_EQ(sign_up("bob", "555002", "Ann@Example.org").error(), Errc::account_user_exists);
  EXPECT_EQ(sign_up("ANN", "555002", "bob@example.org").error(), Errc::account_user_exists);
  EXPECT_TRUE(sign_up("bob", "555002", "bob@example.org").ok()) << "what failed has let go";
  EXPECT_EQ(sign_up("110006", "555003", "b@example.org").faults().front().errc,
            Errc::admin_field_invalid);
  EXPECT_EQ(mails().size(), 2u);
}
TEST_F(UserAdderTest, WhoeverHasAUserReadyAddsIt) {
  User user;
  user.realm = "mosip";
  user.user_name = "110011";
  user.mobile = "555001";
  EXPECT_FALSE(ask<User>(add_user_atom::value, AddUser{user, {}}).value().uuid.empty());
  EXPECT_EQ(ask<User>(add_user_atom::value, AddUser{user, {}}).error(), Errc::account_user_exists);
  EXPECT_EQ(sign_up("bob", "555001", "bob@example.org").error(), Errc::account_user_exists);
  EXPECT_TRUE(mails().empty());
}
TEST_F(UserAdderTest, OfManyAtOnceOneSucceeds) {
  struct Values {
    const char *name, *mobile, *mail;
  };
  int round = 0;
  for (const Values& same :
       {Values{"ann", "", ""}, Values{"", "555001", ""}, Values{"", "", "x@example.org"},
        Values{"bob", "555002", "bob@example.org"}}) {
    ++round;
    std::vector<AskedUser> asked;
    for (int i = 0; i < 64; ++i) {
      const std::string n = std::to_string(round * 1000 + i);
      const auto or_own = [](std::string text, const std::string& own) {
        return text.empty() ? own : text;
      };
      asked.push_back(sign_up_later(or_own(same.name, "u" + n), or_own(same.mobile, "7700" + n),
                                    or_own(same.mail, n + "@example.org")));
    }
    settle();
    size_t made = 0;
    for (auto& one : asked) {
      ASSERT_TRUE(one.arrived());
      const auto result = one.result();
      made += result.ok();
      EXPECT_TRUE(result.ok() || result.error() == Errc::account_user_exists);
    }
    EXPECT_EQ(made, 1u) << same.name << same.mobile << same.mail;
  }
}
TEST_F(UserAdderTest, ACrashAtAnyStepLeavesAllOrNothing) {
  for (size_t steps = 0; steps < 8; ++steps) {
    for (const size_t reached : {size_t{0}, size_t{1}, size_t{99}}) {
      const std::string n = std::to_string(steps) + std::to_string(reached);
      auto asked = sign_up_later("first" + n, "5550" + n, "x" + n + "@example.org");
      actors_.run();
      for (size_t i = 0; i < steps && !journal_.held().empty(); ++i) journal_.release(1);
      const bool answered = asked.arrived();
      crash(reached);
      const bool is_there = stored("first" + n).has_value();
      EXPECT_TRUE(is_there || !answered) << n;
      const auto other = sign_up("second" + n, "5550" + n, "x" + n + "@example.org");
      EXPECT_EQ(other.ok(), !is_there) << n;
      const std::string winner = (is_there ? "first" : "second") + n;
      EXPECT_TRUE(name_rid(winner).ok()) << n;
      EXPECT_TRUE(set_password(winner, by_code(winner)).ok()) << n;
      settle();
    }
  }
}
TEST_F(UserAdderTest, ALostRegistrationLocksNothingForEver) {
  lose_a_registration("555001");
  same_process_ = true;  // Its claims are doubted by their age alone.
  start();
  EXPECT_EQ(sign_up("bob", "555001", "bob@example.org").error(), Errc::account_user_exists);
  now_ += hold_doubt_seconds + 1;
  EXPECT_TRUE(sign_up("bob", "555001", "bob@example.org").ok());
  EXPECT_EQ(sign_up("cid", "555001", "cid@example.org").error(), Errc::account_user_exists);
}
TEST_F(UserAdderTest, AnotherStartDoubtsAtOnce) {
  lose_a_registration("555001");
  start();
  EXPECT_TRUE(sign_up("bob", "555001", "bob@example.org").ok());
}
TEST_F(UserAdderTest, AUserIsNotStoredOnOldClaims) {
  auto late = sign_up_later("ann", "555001", "ann@example.org");
  actors_.run();
  journal_.release();
  now_ += hold_put_seconds + 1;
  settle();
  EXPECT_EQ(late.result().error(), Errc::account_create_failed);
  EXPECT_FALSE(stored("ann"));
  EXPECT_TRUE(sign_up("bob", "555001", "ann@example.org").ok()) << "it has let go";
}
TEST_F(UserAdderTest, ARegistrationThatLapsedIsAsIfItHadNeverBeen) {
  ASSERT_TRUE(sign_up("ann", "555001", "ann@example.org").ok());
  ASSERT_TRUE(name_rid("ann").ok());
  const auto own = by_code("ann");
  now_ += registration_.pending_seconds;
  EXPECT_EQ(sign_up("bob", "555001", "bob@example.org").error(), Errc::account_user_exists);
  now_ += 1;
  EXPECT_TRUE(sign_up("bob", "555001", "bob@example.org").ok());
  const auto key = user_key_of(*keys_.index, "mosip", "ann");
  const auto enabled =
      actors_.ask<UserOrdered>(partitions_[partition_of(key, partitions_count)], order_atom::value,
                               UserOrder{AccountVerb::enable, key, {}, {}, {}});
  settle();
  EXPECT_EQ(enabled.error(), Errc::user_not_found) << "not for an operator either";
  EXPECT_EQ(name_rid("ann").error(), Errc::auth_invalid_credentials);
  EXPECT_EQ(set_password("ann", own).error(), Errc::auth_invalid_credentials);
  EXPECT_TRUE(sign_up("ann", "555003", "ann@example.org").ok()) << "the name is free as well";
  EXPECT_NE(stored("ann")->uuid, own->claims.subject);
}
TEST_F(UserAdderTest, WhatLapsedDoesNotComeBackWithAnotherTime) {
  ASSERT_TRUE(sign_up("ann", "555001", "ann@example.org").ok());
  now_ += registration_.pending_seconds + 1;
  ASSERT_TRUE(sign_up("bob", "555001", "bob@example.org").ok());
  EXPECT_FALSE(stored("ann")) << "a fact before bob was stored";
  registration_.pending_seconds *= 10;
  start();
  EXPECT_EQ(name_rid("ann").error(), Errc::auth_invalid_credentials);
  EXPECT_TRUE(name_rid("bob").ok());
  now_ -= 86400;  // As the clock was.
  EXPECT_EQ(name_rid("ann").error(), Errc::auth_invalid_credentials);
}
TEST_F(UserAdderTest, ThePartitionDecidesWhetherOneHasLapsed) {
  ASSERT_TRUE(sign_up("ann", "555001", "ann@example.org").ok());
  const auto key = user_key_of(*keys_.index, "mosip", "ann");
  const auto end = [&](const std::string& uuid) {
    auto asked = actors_.ask<Revocations>(partitions_[partition_of(key, partitions_count)],
                                          lapse_atom::value, EndLapsed{key, uuid});
    settle();
    return asked.result();
  };
  const std::string uuid = stored("ann")->uuid;
  EXPECT_EQ(end(uuid).error(), Errc::account_user_exists);
  EXPECT_TRUE(end("another").ok());
  EXPECT_TRUE(stored("ann"));
  now_ += registration_.pending_seconds + 1;
  EXPECT_EQ(end(uuid).value().size(), 1u);
  EXPECT_FALSE(stored("ann"));
  EXPECT_TRUE(end(uuid).value().empty());
}
TEST_F(UserAdderTest, SessionsOfALapsedUserAreNotThoseOfTheNext) {
  ASSERT_TRUE(sign_up("ann", "555001", "ann@example.org").ok());
  ASSERT_TRUE(name_rid("ann").ok());
  const auto old = ask<SignedIn>(code_atom::value, CodeLogin{"admin", "ann", code}).value();
  now_ += registration_.pending_seconds + 1;
  ASSERT_TRUE(sign_up("ann", "555002", "other@example.org").ok());
  EXPECT_NE(stored("ann")->session_group, "");
  ASSERT_TRUE(name_rid("ann").ok());
  ASSERT_TRUE(set_password("ann", by_code("ann")).ok());
  EXPECT_EQ(renew(old.refresh_token).error(), Errc::auth_token_invalid);
  EXPECT_EQ(board_->snapshot()->size(), 1u) << "the old group has ended";
}
TEST_F(UserAdderTest, WithoutRoomForItsMailALapsedOneStaysToo) {
  ASSERT_TRUE(sign_up("ann", "555001", "ann@example.org").ok());
  const std::string uuid = stored("ann")->uuid;
  now_ += registration_.pending_seconds + 1;
  waiting_max_ = 0;
  start();
  EXPECT_EQ(sign_up("ann", "555002", "other@example.org").error(), Errc::overloaded);
  EXPECT_EQ(stored("ann")->uuid, uuid);
}
TEST_F(UserAdderTest, WithoutRoomForItsMailThereIsNoUser) {
  waiting_max_ = 0;
  start();
  EXPECT_EQ(sign_up("ann", "555001", "ann@example.org").error(), Errc::overloaded);
  EXPECT_FALSE(stored("ann"));
  waiting_max_ = 100;
  same_process_ = true;
  start();
  EXPECT_TRUE(sign_up("bob", "555001", "ann@example.org").ok()) << "it has let go";
}

/// Many registrations of few values in every order that a seed brings, with crashes: whoever was
/// answered is there, no value is of two, and no value is locked for ever.
TEST_F(UserAdderTest, AnyOrderWithCrashes) {
  constexpr int values = 3;
  for (uint64_t seed = 1; seed <= 60; ++seed) {
    journal_.store().entries.clear();
    add_user("110006", "mosip");
    start();
    std::mt19937_64 draws{seed};
    const auto draw = [&](int below) {
      return static_cast<int>(draws() % static_cast<uint64_t>(below));
    };
    std::set<std::string> answered;
    for (int life = 0; life < 4; ++life) {
      std::vector<std::pair<std::string, AskedUser>> asked;
      for (int i = 0; i < 12; ++i) {
        const std::string name = "user" + std::to_string(draw(6));
        asked.emplace_back(name,
                           sign_up_later(name, "55500" + std::to_string(draw(values)),
                                         "m" + std::to_string(draw(values)) + "@example.org"));
        if (draw(2) == 0) actors_.run();
        if (draw(2) == 0 && !journal_.held().empty())
          journal_.release(static_cast<size_t>(draw(2)));
      }
      for (int i = draw(30); i > 0; --i)
        journal_.release(std::min<size_t>(1, journal_.held().size()));
      for (auto& [name, one] : asked)
        if (one.arrived() && one.result().ok()) answered.insert(name);
      crash(static_cast<size_t>(draw(4)));
    }
    std::map<std::string, std::string> owners;
    for (int i = 0; i < 6; ++i) {
      const std::string name = "user" + std::to_string(i);
      const auto user = stored(name);
      EXPECT_TRUE(user || !answered.contains(name)) << seed << name;
      if (!user) continue;
      for (const auto& value : {user->mobile, user->mail}) {
        EXPECT_TRUE(owners.emplace(value, name).second)
            << "seed " << seed << ": " << value << " is of two";
      }
    }
    for (int i = 0; i < values; ++i) {
      const std::string n = std::to_string(i);
      EXPECT_EQ(sign_up("late-mobile" + n, "55500" + n, "late" + n + "@example.org").ok(),
                !owners.contains("55500" + n))
          << seed;
      EXPECT_EQ(sign_up("late-mail" + n, "66600" + n, "m" + n + "@example.org").ok(),
                !owners.contains("m" + n + "@example.org"))
          << seed;
    }
  }
}
}  // namespace auth::test
