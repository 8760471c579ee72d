// tests/auth/sessions_test.cc: single-use refresh tokens, revocation, sweeping, reload.
#include "actors/auth/sessions.h"

#include <gtest/gtest.h>

#include "tests/auth/partition_store.h"
#include "tests/auth/tokens.h"

namespace auth {
using test::noon;

static std::string uuid(int number) {
  return "00000000-0000-4000-8000-00000000000" + std::to_string(number);
}

class SessionsTest : public ::testing::Test {
 protected:
  template <class Fn>
  auto run(Fn fn) {
    return store_.run(fn);
  }
  SessionsTest() {
    Session session;
    session.user_key = "user key";
    session.started = noon;
    session.refresh_jti = uuid(1);
    set_times(lifetimes_, session, noon);
    run([&](auto& tx) { return sessions_.open({id_, session}, tx); });
  }
  Turned turn(int presented, int next, int64_t now) {
    return run([&](auto& tx) {
             return sessions_.turn({id_, uuid(presented), uuid(next)}, now, tx);
           })
        .value();
  }
  Result<Revocations> revoke(int64_t now = noon, int64_t expires = noon + 36'000) {
    return run([&](auto& tx) { return sessions_.revoke({id_, uuid(9), expires}, now, tx); });
  }
  uint64_t sweep(int64_t now, size_t records_max = 100) {
    return run([&](auto& tx) { return sessions_.sweep(now, records_max, tx); }).value();
  }
  Revocations loaded(int64_t now) {
    return load_revocations(store_.durable, test::PartitionStore::owner, now).value();
  }

  Lifetimes lifetimes_;
  Sessions sessions_{lifetimes_};
  test::PartitionStore store_;
  std::string id_{test::session_uuid};
};

TEST_F(SessionsTest, ARefreshTokenTurnsOnce) {
  const Turned turned = turn(1, 2, noon + 100);
  ASSERT_TRUE(turned.accepted);
  EXPECT_EQ(turned.session.refresh_jti, uuid(2));
  EXPECT_EQ(turned.session.user_key, "user key");
  EXPECT_EQ(turned.session.refresh_expires, noon + 100 + 36'000);
  EXPECT_TRUE(turn(2, 3, noon + 200).accepted);
}
TEST_F(SessionsTest, WithinTheGraceTheUsedTokenStandsForItsSuccessor) {
  turn(1, 2, noon + 100);
  const Turned again = turn(1, 3, noon + 105);
  ASSERT_TRUE(again.accepted);
  EXPECT_EQ(again.session.refresh_jti, uuid(2)) << "not turned a second time";
}
TEST_F(SessionsTest, ATokenUsedTwiceEndsTheSession) {
  turn(1, 2, noon + 100);
  const Turned stolen = turn(1, 3, noon + 106);
  EXPECT_FALSE(stolen.accepted);
  ASSERT_EQ(stolen.revoked.size(), 1u);
  EXPECT_EQ(stolen.revoked.front().id, *id_of(id_));
  EXPECT_FALSE(turn(2, 4, noon + 107).accepted) << "the thief's or the owner's, both are dead";
  EXPECT_EQ(loaded(noon + 107).size(), 1u);
}
TEST_F(SessionsTest, AnExpiredOrUnknownSessionDoesNotTurn) {
  EXPECT_FALSE(turn(1, 2, noon + 36'000).accepted);
  const auto other =
      run([&](auto& tx) { return sessions_.turn({uuid(5), uuid(1), uuid(2)}, noon, tx); });
  EXPECT_FALSE(other.value().accepted);
  EXPECT_TRUE(other.value().revoked.empty());
}
TEST_F(SessionsTest, RenewalEndsWithTheSession) {
  int64_t now = noon;
  int jti = 1;
  while (turn(jti, jti % 2 + 1, now).accepted) {
    now += 35'000;
    jti = jti % 2 + 1;
  }
  EXPECT_GE(now, noon + lifetimes_.session_seconds_max);
  EXPECT_LT(now, noon + lifetimes_.session_seconds_max + 35'000);
}
TEST_F(SessionsTest, RevokingEndsTokenSessionAndRefresh) {
  const auto revoked = revoke();
  ASSERT_EQ(revoked.value().size(), 2u);
  EXPECT_EQ(revoked.value()[0].id, *id_of(id_));
  EXPECT_EQ(revoked.value()[1].id, *id_of(uuid(9)));
  EXPECT_FALSE(turn(1, 2, noon + 1).accepted);
  EXPECT_EQ(revoke().error(), Errc::auth_token_unknown);
}
TEST_F(SessionsTest, ASessionStaysRevokedAsLongAsAnyOfItsTokensCouldLive) {
  turn(1, 2, noon + 30'000);
  const auto revoked = revoke(noon + 30'001, noon + 36'000);
  EXPECT_EQ(revoked.value()[0].expires, noon + 66'000);
  EXPECT_EQ(revoked.value()[1].expires, noon + 36'000);
}
TEST_F(SessionsTest, AnExpiredTokenIsEndedAsOftenAsOneLikes) {
  turn(1, 2, noon + 30'000);
  const int64_t late = noon + 40'000;
  EXPECT_EQ(revoke(late).value().size(), 1u) << "the session lives on by its refresh token";
  EXPECT_TRUE(revoke(late).value().empty());
  EXPECT_TRUE(revoke(noon + 900'000).ok());
}
TEST_F(SessionsTest, ATokenWithoutSessionRecordCanBeEnded) {
  const Revoke client{uuid(7), uuid(8), noon + 100};
  EXPECT_EQ(run([&](auto& tx) { return sessions_.revoke(client, noon, tx); }).value().size(), 2u);
  EXPECT_EQ(run([&](auto& tx) { return sessions_.revoke(client, noon, tx); }).error(),
            Errc::auth_token_unknown);
}
TEST_F(SessionsTest, RevocationsSurviveACrash) {
  revoke();
  store_.crash();
  EXPECT_EQ(loaded(noon + 1).size(), 2u);
  EXPECT_TRUE(loaded(noon + 36'000).empty()) << "expired ones need not be loaded";
  Sessions again{lifetimes_};
  const auto second =
      run([&](auto& tx) { return again.revoke({id_, uuid(9), noon + 36'000}, noon, tx); });
  EXPECT_EQ(second.error(), Errc::auth_token_unknown);
}
TEST_F(SessionsTest, TheSweepTakesWhatHasExpiredAndNothingElse) {
  EXPECT_EQ(sweep(noon + 35'999), 0u);
  revoke();
  EXPECT_EQ(sweep(noon + 35'999), 0u);
  EXPECT_EQ(sweep(noon + 36'000, 1), 1u) << "bounded";
  EXPECT_EQ(sweep(noon + 36'000), 1u);
  EXPECT_TRUE(store_.durable.entries.empty());
}
TEST_F(SessionsTest, AFullSweepIsGoneOnWithWhereItEnded) {
  for (int i = 2; i <= 6; ++i) {
    Session session;
    session.started = noon + i;
    set_times(lifetimes_, session, noon + i);
    run([&](auto& tx) { return sessions_.open({uuid(i), session}, tx); });
  }
  EXPECT_EQ(sweep(noon + 40'000, 2), 2u);
  // What ends before is looked at in another round: the rows that were there are not gone over.
  Session early;
  early.started = noon - 1;
  set_times(lifetimes_, early, noon - 1);
  run([&](auto& tx) { return sessions_.open({uuid(7), early}, tx); });
  EXPECT_EQ(sweep(noon + 40'000, 2), 2u);
  EXPECT_EQ(sweep(noon + 40'000, 100), 2u) << "those behind";
  EXPECT_EQ(sweep(noon + 40'000, 100), 1u) << "and then the one in front";
  EXPECT_TRUE(store_.durable.entries.empty());
}
TEST_F(SessionsTest, ARenewedSessionIsSweptAtItsNewTime) {
  turn(1, 2, noon + 30'000);
  EXPECT_EQ(sweep(noon + 36'000), 0u);
  EXPECT_TRUE(turn(2, 3, noon + 36'000).accepted);
  EXPECT_EQ(sweep(noon + 72'000), 1u);
  EXPECT_TRUE(store_.durable.entries.empty());
}
TEST_F(SessionsTest, AFailedReadChangesNothing) {
  const auto before = store_.durable.entries;
  store_.durable.fail_reads = store::Errc::io;
  const auto turned =
      run([&](auto& tx) { return sessions_.turn({id_, uuid(1), uuid(2)}, noon, tx); });
  EXPECT_EQ(turned.error(), Errc::auth_internal);
  EXPECT_EQ(revoke().error(), Errc::auth_internal);
  EXPECT_EQ(run([&](auto& tx) { return sessions_.sweep(noon, 9, tx); }).error(),
            Errc::auth_internal);
  EXPECT_EQ(store_.durable.entries, before);
}
TEST_F(SessionsTest, ADamagedRevocationStopsTheLoad) {
  revoke();
  store_.durable.entries[store::key_prefix(test::PartitionStore::owner) + "V" + uuid(9)] = "?";
  EXPECT_EQ(load_revocations(store_.durable, test::PartitionStore::owner, noon).error(),
            store::Errc::corrupt);
}
}  // namespace auth
