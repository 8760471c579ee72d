// tests/auth/account_orders_test.cc: what an operator orders about users and clients.
#include "actors/auth/account_orders.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "actors/auth/record_codec.h"
#include "actors/auth/registrations.h"
#include "tests/auth/partition_store.h"
#include "tests/auth/tokens.h"

namespace auth::test {
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(RoleChange, GivesTakesAndKeepsTheOrder) {
  EXPECT_THAT(after_change({"a", "b"}, {{"c", "a"}, {}}), ElementsAre("a", "b", "c"));
  EXPECT_THAT(after_change({"a", "b"}, {{"c"}, {"a", "c"}}), ElementsAre("b"));
  EXPECT_THAT(after_change({}, {{"a", "a"}, {}}), ElementsAre("a"));
}

class AccountOrders : public ::testing::Test {
 protected:
  AccountOrders() {
    user_.uuid = uuid(1);
    user_.realm = "mosip";
    user_.user_name = "anna";
    user_.password_hash = "first";
    user_.roles = {"AUTH", "MISP"};
    client_.uuid = uuid(2);
    client_.realm = "mosip";
    client_.client_id = "regproc";
    client_.secret_hash = "first";
    client_.roles = {"AUTH"};
  }
  static std::string uuid(int number) {
    return "00000000-0000-4000-8000-00000000000" + std::to_string(number);
  }
  void add_user() {
    store_.run(
        [&](auto& tx) { return accounts_.put_user("anna's key", user_, at_second(noon), tx); });
  }
  Result<UserOrdered> user(AccountVerb verb, const RoleChange& roles = {}) {
    const UserOrder order{verb, "anna's key", "second", roles, uuid(++groups_)};
    return store_.run(
        [&](auto& tx) { return carry_out(accounts_, sessions_, order, at_second(noon), tx); });
  }
  Result<ClientOrdered> client(AccountVerb verb, const RoleChange& roles = {}) {
    const ClientOrder order{verb,     "mosip", client_.client_id, client_,
                            "second", roles,   uuid(++groups_)};
    return store_.run(
        [&](auto& tx) { return carry_out(accounts_, sessions_, order, at_second(noon), tx); });
  }
  std::vector<Client> listed(const std::string& after, uint64_t count_max) {
    return store_.run([&](auto& tx) { return list(ListClients{after, count_max}, tx); }).value();
  }

  Keys keys_;
  std::shared_ptr<seal::Sealer> sealer_ = keys_.sealer();
  Accounts accounts_{{{}, "phc of nobody"}, *sealer_};
  Sessions sessions_{Lifetimes{}};
  PartitionStore store_;
  User user_;
  Client client_;
  int groups_ = 2;
};

TEST_F(AccountOrders, OnlyAUserThatThereIs) {
  for (const auto verb : {AccountVerb::show, AccountVerb::disable, AccountVerb::enable,
                          AccountVerb::set_secret, AccountVerb::set_roles})
    EXPECT_EQ(user(verb).error(), Errc::user_not_found);
  add_user();
  EXPECT_EQ(user(AccountVerb::show).value().user.password_hash, "first");
}

TEST_F(AccountOrders, DisablingEndsTheSessionsOfBefore) {
  add_user();
  const auto disabled = user(AccountVerb::disable).value();
  EXPECT_FALSE(disabled.user.is_active);
  ASSERT_EQ(disabled.revoked.size(), 1u);
  EXPECT_EQ(disabled.revoked[0].id, id_of(uuid(1)));
  EXPECT_EQ(load_revocations(store_.durable, PartitionStore::owner, noon).value().size(), 1u);
  EXPECT_THAT(user(AccountVerb::disable).value().revoked, IsEmpty());
  const auto enabled = user(AccountVerb::enable).value();
  EXPECT_TRUE(enabled.user.is_active);
  EXPECT_THAT(enabled.revoked, IsEmpty());
  EXPECT_EQ(enabled.user.session_group, disabled.user.session_group);
}

TEST_F(AccountOrders, EndingSessionsChangesNothingElse) {
  EXPECT_EQ(user(AccountVerb::end_sessions).error(), Errc::user_not_found);
  add_user();
  const auto ended = user(AccountVerb::end_sessions).value();
  EXPECT_EQ(ended.revoked.size(), 1u);
  EXPECT_NE(ended.user.session_group, "");
  EXPECT_EQ(ended.user.password_hash, "first");
  EXPECT_TRUE(ended.user.is_active);
}

TEST_F(AccountOrders, DisablingEndsARegistration) {
  user_.is_active = false;
  user_.registration.state = Registration::State::rid_given;
  user_.registration.registered = noon - 10;
  user_.registration.rid = "41355315155";
  user_.registration.rid_given = noon - 5;
  add_user();
  EXPECT_EQ(user(AccountVerb::disable).value().revoked.size(), 1u);
  const auto after = user(AccountVerb::show).value().user;
  EXPECT_FALSE(is_registration(after));
  EXPECT_FALSE(has_lapsed(after, accounts_.registration(), noon + 1'000'000));
  const FirstPassword first{"anna's key", user_.uuid, "41355315155", "phc"};
  const auto refused = store_.run(
      [&](auto& tx) { return set_first_password(accounts_, first, at_second(noon), tx); });
  EXPECT_EQ(refused.error(), Errc::account_password_failed);
  EXPECT_FALSE(user(AccountVerb::show).value().user.is_active);
}

TEST_F(AccountOrders, ADisabledUserIsNoRegistrationWhateverItHasOfOne) {
  user_.password_hash.clear();
  user_.registration.state = Registration::State::rid_given;
  user_.registration.rid = "41355315155";
  user_.registration.rid_given = noon;
  add_user();
  EXPECT_EQ(user(AccountVerb::disable).value().revoked.size(), 1u);
  const auto entrant = [&](int64_t now) {
    return store_.run(
        [&](auto& tx) { return find_entrant(accounts_, "anna's key", at_second(now), tx); });
  };
  EXPECT_EQ(entrant(noon).error(), Errc::auth_invalid_credentials);
  const EndLapsed late{"anna's key", user_.uuid};
  const auto lapse = store_.run([&](auto& tx) {
    return end_lapsed(accounts_, sessions_, late, at_second(noon + 1'000'000), tx);
  });
  EXPECT_EQ(lapse.error(), Errc::account_user_exists);
}

TEST_F(AccountOrders, EachNewPasswordEndsTheSessionsOfTheOneBefore) {
  add_user();
  const auto first = user(AccountVerb::set_secret).value();
  EXPECT_EQ(first.user.password_hash, "second");
  const auto second = user(AccountVerb::set_secret).value();
  ASSERT_EQ(second.revoked.size(), 1u);
  EXPECT_EQ(second.revoked[0].id, id_of(first.user.session_group));
}

TEST_F(AccountOrders, AWithdrawnRoleEndsSessionsAGrantedOneDoesNot) {
  add_user();
  EXPECT_THAT(user(AccountVerb::set_roles, {{"RESIDENT"}, {}}).value().revoked, IsEmpty());
  EXPECT_THAT(user(AccountVerb::set_roles, {{}, {"OTHER"}}).value().revoked, IsEmpty());
  const auto less = user(AccountVerb::set_roles, {{}, {"AUTH"}}).value();
  EXPECT_EQ(less.revoked.size(), 1u);
  EXPECT_THAT(less.user.roles, ElementsAre("MISP", "RESIDENT"));
}

TEST_F(AccountOrders, AClientLikewise) {
  EXPECT_EQ(client(AccountVerb::disable).error(), Errc::user_not_found);
  EXPECT_TRUE(client(AccountVerb::add).ok());
  EXPECT_EQ(client(AccountVerb::add).error(), Errc::account_user_exists);
  const auto disabled = client(AccountVerb::disable).value();
  ASSERT_EQ(disabled.revoked.size(), 1u);
  EXPECT_EQ(disabled.revoked[0].id, id_of(uuid(2)));
  EXPECT_TRUE(client(AccountVerb::enable).value().client.is_enabled);
  const auto changed = client(AccountVerb::set_secret).value();
  EXPECT_EQ(changed.client.secret_hash, "second");
  EXPECT_EQ(changed.revoked[0].id, id_of(disabled.client.session_group));
  EXPECT_THAT(client(AccountVerb::set_roles, {{"MISP"}, {"AUTH"}}).value().client.roles,
              ElementsAre("MISP"));
}

TEST_F(AccountOrders, AListGoesOnWhereItEndedAndShowsNoSecret) {
  for (const char* id : {"a", "b", "c"}) {
    client_.client_id = id;
    client(AccountVerb::add);
  }
  const auto first = listed("", 2);
  ASSERT_EQ(first.size(), 2u);
  EXPECT_EQ(first[0].client_id, "a");
  EXPECT_EQ(first[0].secret_hash, "");
  const auto rest = listed("mosip/b", 2);
  ASSERT_EQ(rest.size(), 1u);
  EXPECT_EQ(rest[0].client_id, "c");
  EXPECT_THAT(listed("mosip/c", 2), IsEmpty());
}

TEST(ClientRecord, OneOfTheFirstVersionIsStillRead) {
  RecordWriter out(1);
  for (const char* text : {"uuid", "mosip", "regproc", "phc"}) out.text(text);
  out.texts({"AUTH"});
  out.texts({"ida"});
  out.number(1);
  const auto client = decode_client(out.bytes());
  ASSERT_TRUE(client);
  EXPECT_EQ(client->client_id, "regproc");
  EXPECT_EQ(client->session_group, "");
  EXPECT_TRUE(client->is_enabled);
  Client later = *client;
  later.session_group = "group";
  EXPECT_EQ(decode_client(encode(later))->session_group, "group");
}
}  // namespace auth::test
