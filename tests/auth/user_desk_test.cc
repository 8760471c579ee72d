// tests/auth/user_desk_test.cc: finding users over partitions, page by page, and their salts.
#include "actors/auth/user_desk.h"

#include <gtest/gtest.h>

#include <set>
#include <stdexcept>

#include "tests/auth/sign_in_fixture.h"

namespace auth {
using Users = std::vector<User>;

class UserDeskTest : public test::SignInFixture {
 protected:
  UserDeskTest() { spawn_desk(); }

  void spawn_desk() {
    UserDeskConfig config{AppIds::defaults(), keys_.index, partitions_,
                          std::make_shared<SeededRandom>(99 + starts_)};
    desk_ = actors_.spawn(user_desk, std::move(config));
  }
  static User person(const std::string& name) {
    User user;
    user.realm = "mosip";
    user.user_name = name;
    user.first_name = "First" + name;
    user.last_name = "Last";
    user.mail = name + "@example.org";
    user.roles = {"REGISTRATION_OFFICER"};
    return user;
  }
  void add_people(int count) {
    for (int i = 0; i < count; ++i) put_user(person("user" + std::to_string(i)));
  }
  template <class Answer, class Atom, class Request>
  Result<Answer> ask_desk(Atom atom, const Request& request) {
    auto asked = actors_.ask<Answer>(desk_, atom, request);
    settle();
    EXPECT_TRUE(asked.arrived());
    return asked.result();
  }
  std::vector<std::string> named(const std::vector<std::string>& names) {
    return names_of(ask_desk<Users>(named_atom::value, UsersByName{"admin", names}));
  }
  std::vector<std::string> page(const UserFilter& filter, uint64_t skip, uint64_t take) {
    return names_of(ask_desk<Users>(filter_atom::value,
                                    UsersByFilter{"admin", filter, skip, take, waiting_until_}));
  }
  UserSalts salts(const std::vector<std::string>& names) {
    return ask_desk<UserSalts>(salts_atom::value, UsersByName{"admin", names}).value();
  }
  static std::vector<std::string> names_of(const Result<Users>& result) {
    EXPECT_TRUE(result.ok());
    std::vector<std::string> out;
    for (const User& user : result.value()) out.push_back(user.user_name);
    return out;
  }

  std::chrono::steady_clock::time_point waiting_until_ =
      std::chrono::steady_clock::now() + std::chrono::hours{1};
  UserDesk desk_;
};

TEST_F(UserDeskTest, UsersAreFoundByNameInTheOrderThatWasAskedFor) {
  add_people(9);
  EXPECT_EQ(named({"user7", "nobody", "USER0", "user3", "user7"}),
            (std::vector<std::string>{"user7", "user0", "user3", "user7"}));
  EXPECT_EQ(named({"nobody"}), std::vector<std::string>{});
  const auto none = ask_desk<Users>(named_atom::value, UsersByName{"elsewhere", {"user7"}});
  EXPECT_EQ(none.error(), Errc::realm_not_found);
}

TEST_F(UserDeskTest, PagesTogetherAreAllUsersOnce) {
  constexpr int people = 700;  // More than one step takes.
  add_people(people);
  std::set<std::string> seen;
  UserFilter officers;
  officers.role = "REGISTRATION_OFFICER";
  for (uint64_t start = 0;; start += 90) {
    const auto names = page(officers, start, 90);
    seen.insert(names.begin(), names.end());
    if (names.size() < 90) break;
  }
  EXPECT_EQ(seen.size(), static_cast<size_t>(people)) << "and not the administrator";
  EXPECT_EQ(page(officers, people, 10), std::vector<std::string>{});
  EXPECT_EQ(page(officers, 3, 2).size(), 2u);
}

TEST_F(UserDeskTest, AFilterLooksAtPartsWhateverTheirCase) {
  add_people(20);
  const auto by = [&](std::string UserFilter::* field, const std::string& text) {
    UserFilter filter;
    filter.*field = text;
    auto names = page(filter, 0, 100);
    std::sort(names.begin(), names.end());
    return names;
  };
  using Found = std::vector<std::string>;
  EXPECT_EQ(by(&UserFilter::user_name, "SER1").size(), 11u);
  EXPECT_EQ(by(&UserFilter::email, "user12@"), Found{"user12"});
  EXPECT_EQ(by(&UserFilter::first_name, "firstuser13"), Found{"user13"});
  EXPECT_EQ(by(&UserFilter::last_name, "last").size(), 20u);
  EXPECT_EQ(by(&UserFilter::search, "firstuser14"), Found{"user14"});
  EXPECT_EQ(by(&UserFilter::search, "USER15@example"), Found{"user15"});
  EXPECT_EQ(by(&UserFilter::role, "GLOBAL_ADMIN"), Found{"110006"});
  EXPECT_EQ(by(&UserFilter::role, "GLOBAL"), Found{}) << "a role is no part of a text";
}

TEST_F(UserDeskTest, WhoHasNotFinishedRegisteringIsNobodyAndWhoIsInactiveIsSomebody) {
  User pending = person("pending"), inactive = person("inactive");
  pending.registration.state = Registration::State::pending;
  pending.registration.registered = now_;
  pending.is_active = inactive.is_active = false;
  put_user(pending);
  put_user(inactive);
  EXPECT_EQ(named({"pending", "inactive"}), std::vector<std::string>{"inactive"});
  UserFilter all;
  all.email = "example.org";
  EXPECT_EQ(page(all, 0, 100), std::vector<std::string>{"inactive"});
  EXPECT_EQ(salts({"pending"}), UserSalts{});
}

TEST_F(UserDeskTest, APageThatNobodyWaitsForIsGivenUp) {
  waiting_until_ = std::chrono::steady_clock::now();
  const auto late =
      ask_desk<Users>(filter_atom::value, UsersByFilter{"admin", {}, 0, 10, waiting_until_});
  EXPECT_EQ(late.error(), Errc::overloaded);
}

TEST_F(UserDeskTest, ASaltIsRandomItsOwnAndSurvivesARestart) {
  add_people(5);
  const auto first = salts({"user0", "nobody", "user1"});
  ASSERT_EQ(first.size(), 2u);
  EXPECT_EQ(first[0].first, "user0");
  EXPECT_EQ(first[1].first, "user1");
  for (const auto& [name, salt] : first) EXPECT_EQ(salt.size(), sync_salt_bytes);
  EXPECT_NE(first[0].second, first[1].second);
  EXPECT_EQ(salts({"user0", "user1"}), first);
  start();
  spawn_desk();
  EXPECT_EQ(salts({"USER0", "user1"})[0].second, first[0].second);
}

TEST_F(UserDeskTest, ASaltIsToldOnceItIsDurable) {
  add_people(1);
  auto asked = actors_.ask<UserSalts>(desk_, salts_atom::value, UsersByName{"admin", {"user0"}});
  actors_.run();
  EXPECT_FALSE(asked.arrived());
  settle();
  EXPECT_TRUE(asked.arrived());
}

TEST_F(UserDeskTest, AFailedReadIsToldAsSuch) {
  add_people(3);
  journal_.store().fail_reads = store::Errc::io;
  EXPECT_EQ(ask_desk<Users>(named_atom::value, UsersByName{"admin", {"user0"}}).error(),
            Errc::auth_internal);
  EXPECT_EQ(ask_desk<Users>(filter_atom::value, UsersByFilter{"admin", {}, 0, 10, waiting_until_})
                .error(),
            Errc::auth_internal);
}

TEST_F(UserDeskTest, AStepThatThrowsIsTheAnswerInternalAndTheNextOneGoesOn) {
  class NoRandom : public Random {
    void fill(std::span<std::byte>) override { throw std::runtime_error("inside"); }
  };
  add_people(1);
  desk_ = actors_.spawn(user_desk, UserDeskConfig{AppIds::defaults(), keys_.index, partitions_,
                                                  std::make_shared<NoRandom>()});
  EXPECT_EQ(ask_desk<UserSalts>(salts_atom::value, UsersByName{"admin", {"user0"}}).error(),
            Errc::internal);
  EXPECT_EQ(named({"user0"}), std::vector<std::string>{"user0"});
}
}  // namespace auth
