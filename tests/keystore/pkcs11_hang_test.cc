// tests/keystore/pkcs11_hang_test.cc: calls of a token that do not return in their time, and what
// goes on beside them.
#include <vector>

#include "tests/keystore/faulty_token.h"

namespace keystore {
using testing::HasSubstr;
using testing::IsEmpty;

TEST_F(WatchedToken, WhileACallDoesNotReturnInItsTimeNobodyWaitsBehindIt) {
  options.session_wait = std::chrono::hours{1};
  options.sessions_max = 1;
  open(std::move(options));
  tell([](FaultyControls& c) { c.hold_signs = true; });
  auto hanging = std::async(std::launch::async, [&] { return signs(); });
  wait_until_signing(1);
  pass(std::chrono::seconds{9});
  EXPECT_EQ(store->fault(), "");
  pass(std::chrono::seconds{1});
  EXPECT_THAT(store->fault(), HasSubstr("has not answered for 10 s"));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(refusal(), crypto::Errc::unavailable);
  EXPECT_EQ(store->open("key", "").error(), Errc::unavailable);
  EXPECT_EQ(store->aliases().error(), Errc::unavailable);
  EXPECT_EQ(store->generate("new", KeyKind::ec_p256).error(), Errc::unavailable);
  pass(std::chrono::seconds{50});
  EXPECT_THAT(store->fault(), HasSubstr("has not answered for 60 s"));
  tell([](FaultyControls& c) { c.hold_signs = false; });
  EXPECT_TRUE(hanging.get());
  EXPECT_EQ(store->fault(), "");
  EXPECT_TRUE(signs());
  EXPECT_TRUE(store->generate("new", KeyKind::ec_p256).ok());
}

TEST_F(WatchedToken, ACallThatHungAndThenFailsIsALossLikeOthers) {
  auto hanging = open_and_hang(1);
  EXPECT_EQ(refusal(), crypto::Errc::unavailable);
  tell([](FaultyControls& c) {
    c.next_signs = {CKR_DEVICE_ERROR};
    c.hold_signs = false;
  });
  EXPECT_TRUE(hanging.get());
  EXPECT_EQ(store->fault(), "");
}

TEST_F(WatchedToken, ASessionThatHangsIsCountedOutAndTheOthersServe) {
  options.restart_pause = std::chrono::seconds{5};
  auto hanging = open_and_hang(3);
  EXPECT_THAT(store->fault(), HasSubstr("has not answered for 10 s"));
  EXPECT_TRUE(signs()) << "the first one tries";
  EXPECT_EQ(store->fault(), "");
  EXPECT_THAT(store->warning(), HasSubstr("1 of 3 sessions of the token with label"));
  EXPECT_THAT(store->warning(), HasSubstr("hang, the longest for 10 s"));
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(signs());
  EXPECT_TRUE(store->open("key", "").ok());
  EXPECT_TRUE(store->generate("new", KeyKind::ec_p256).ok());
  EXPECT_EQ(store->open("lost", "").error(), Errc::unavailable) << "the library is in use";
  EXPECT_TRUE(signs());
  EXPECT_EQ(faulty().sessions, 2u) << "one after the other they need one";
  let_go();
  EXPECT_TRUE(hanging.get());
  EXPECT_EQ(store->warning(), "");
  EXPECT_EQ(store->open("lost", "").error(), Errc::no_such_alias);
  EXPECT_TRUE(signs());
}

TEST_F(WatchedToken, OfThoseThatWaitForATokenThatHangsOneTries) {
  options.restart_pause = std::chrono::seconds{15};
  options.session_wait = std::chrono::hours{1};
  auto hanging = open_and_hang(4);
  auto trying = hang(2);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(refusal(), crypto::Errc::unavailable);
  pass(std::chrono::seconds{10});  // It hangs as well; the pause is not over.
  for (int i = 0; i < 3; ++i) EXPECT_EQ(refusal(), crypto::Errc::unavailable);
  EXPECT_THAT(store->fault(), HasSubstr("has not answered for 20 s"));
  EXPECT_EQ(faulty().sessions, 2u);
  pass(std::chrono::seconds{5});
  tell([](FaultyControls& c) { c.next_signs = {CKR_DEVICE_ERROR}; });
  EXPECT_EQ(refusal(), crypto::Errc::unavailable) << "an answer, but no service";
  EXPECT_THAT(faulty().next_signs, IsEmpty());
  EXPECT_THAT(store->fault(), HasSubstr("has not answered for 25 s"));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(refusal(), crypto::Errc::unavailable);
  pass(std::chrono::seconds{15});
  EXPECT_TRUE(signs());
  EXPECT_EQ(store->fault(), "");
  EXPECT_THAT(store->warning(), HasSubstr("2 of 4 sessions"));
  let_go();
  EXPECT_TRUE(hanging.get());
  EXPECT_TRUE(trying.get());
  EXPECT_EQ(store->warning(), "");
}

TEST_F(WatchedToken, NoMoreCallsHangThanThereAreSessions) {
  options.sessions_max = 3;
  options.session_wait = std::chrono::hours{1};
  open(std::move(options));
  std::vector<std::future<bool>> hanging;
  for (size_t count = 1; count <= 3; ++count) {
    hanging.push_back(hang(count));
    pass(std::chrono::seconds{10});
  }
  for (int i = 0; i < 3; ++i) EXPECT_EQ(refusal(), crypto::Errc::unavailable);
  EXPECT_THAT(store->fault(), HasSubstr("has not answered for 30 s"));
  let_go();
  for (auto& one : hanging) EXPECT_TRUE(one.get());
  EXPECT_TRUE(signs());
  EXPECT_EQ(faulty().sessions_most, 3u);
}

TEST_F(WatchedToken, ATokenThatAllowsNoMoreSessionsIsAskedForOneMoreOnceACall) {
  options.sessions_max = 3;
  options.session_wait = std::chrono::milliseconds{50};
  options.restart_pause = std::chrono::milliseconds{0};
  open(std::move(options));
  // Who goes on asking is given one, and this test ends.
  tell([](FaultyControls& c) {
    c.sessions_allowed = 1;
    c.sessions_refused_most = 10;
  });
  auto hanging = hang(1);
  EXPECT_EQ(refusal(), crypto::Errc::unavailable) << "it waits for the one that may yet return";
  EXPECT_EQ(faulty().sessions_refused, 1u);
  pass(std::chrono::seconds{10});
  EXPECT_EQ(refusal(), crypto::Errc::unavailable);
  EXPECT_EQ(faulty().sessions_refused, 2u);
  let_go();
  EXPECT_TRUE(hanging.get());
  EXPECT_TRUE(signs());
  EXPECT_EQ(faulty().sessions_most, 1u);
}

TEST_F(WatchedToken, AnotherSessionThatHangsIsTriedForAnew) {
  options.restart_pause = std::chrono::seconds{5};
  auto one = open_and_hang(3);
  EXPECT_TRUE(signs());
  auto two = hang(2);
  EXPECT_TRUE(signs()) << "it may yet return";
  pass(std::chrono::seconds{10});
  EXPECT_THAT(store->fault(), HasSubstr("has not answered for 20 s"));
  EXPECT_TRUE(signs());
  EXPECT_EQ(store->fault(), "");
  EXPECT_THAT(store->warning(), HasSubstr("2 of 3 sessions"));
  let_go();
  EXPECT_TRUE(one.get());
  EXPECT_TRUE(two.get());
}

TEST_F(WatchedToken, ALossBesideACallThatHangsIsTold) {
  auto hanging = open_and_hang(3);
  EXPECT_TRUE(signs());
  const size_t starts = faulty().starts;
  tell([](FaultyControls& c) { c.next_signs = {CKR_DEVICE_ERROR}; });
  EXPECT_EQ(refusal(), crypto::Errc::unavailable);
  EXPECT_THAT(store->fault(), HasSubstr("does not answer: CKR_DEVICE_ERROR"));
  tell([](FaultyControls& c) { c.next_signs = {CKR_SESSION_HANDLE_INVALID}; });
  EXPECT_TRUE(signs()) << "in another session";
  EXPECT_EQ(store->fault(), "");
  EXPECT_EQ(faulty().starts, starts) << "a call is under way in the library";
  let_go();
  EXPECT_TRUE(hanging.get());
}

TEST_F(WatchedToken, WhileALoginHangsASessionThatIsOpenServesAndNoPinIsSent) {
  options.sessions_max = 3;
  options.session_wait = std::chrono::hours{1};
  open(std::move(options));
  auto first = hang(1);
  tell([](FaultyControls& c) {
    c.logins = 0;
    c.hold_logins = true;
  });
  auto hanging = std::async(std::launch::async, [&] { return signs(); });
  {
    std::unique_lock lock{faulty().mutex};
    faulty().changed.wait(lock, [] { return faulty().logins == 1; });
  }
  pass(std::chrono::seconds{10});
  for (int i = 0; i < 3; ++i) EXPECT_EQ(refusal(), crypto::Errc::unavailable);
  let_go();
  EXPECT_TRUE(first.get());
  EXPECT_TRUE(signs());
  EXPECT_THAT(store->warning(), HasSubstr("1 of 3 sessions"));
  EXPECT_EQ(faulty().logins, 1u);
  tell([](FaultyControls& c) { c.hold_logins = false; });
  EXPECT_TRUE(hanging.get());
}

TEST_F(WatchedToken, AKeyThatIsBeingMadeKeepsNobodyFromTryingAfterTheTimeOfACall) {
  tell([](FaultyControls& c) { c.of_another_maker = true; });
  options.sessions_max = 4;
  open(std::move(options));
  auto hanging = hang(1);
  pass(std::chrono::seconds{5});
  auto making = making_a_pair();
  pass(std::chrono::seconds{5});
  EXPECT_EQ(refusal(), crypto::Errc::unavailable) << "the one that makes a key may yet answer";
  EXPECT_THAT(store->fault(), HasSubstr("has not answered for 10 s"));
  pass(std::chrono::seconds{5});
  EXPECT_TRUE(signs());
  EXPECT_EQ(store->fault(), "");
  EXPECT_THAT(store->warning(), HasSubstr("1 of 4 sessions"));
  tell([](FaultyControls& c) { c.hold_pairs = false; });
  EXPECT_TRUE(making.get());
  let_go();
  EXPECT_TRUE(hanging.get());
  EXPECT_EQ(store->warning(), "");
}

TEST_F(WatchedToken, MakingAKeyMayTakeSixTimesAsLong) {
  open(std::move(options));
  auto making = making_a_pair();
  pass(std::chrono::seconds{59});
  EXPECT_EQ(store->fault(), "");
  pass(std::chrono::seconds{1});
  EXPECT_THAT(store->fault(), HasSubstr("has not answered"));
  EXPECT_EQ(refusal(), crypto::Errc::unavailable);
  tell([](FaultyControls& c) { c.hold_pairs = false; });
  EXPECT_TRUE(making.get());
  EXPECT_TRUE(signs());
}
}  // namespace keystore
