// tests/auth/account_orders_test.cc: what an operator orders about users and clients.
#include "actors/auth/account_orders.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "actors/auth/record_codec.h"
#include "actors/auth/registration_list.h"
#include "actors/auth/registrations.h"
#include "actors/outbox/queue.h"
#include "tests/auth/partition_store.h"
#include "tests/auth/tokens.h"
#include "tests/fakes/log_lines.h"
#include "tests/fakes/memory_transaction.h"

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

TEST_F(AccountOrders, OnlyWhatDecidesARegistrationReadsTheListOfThem) {
  add_user();
  store_.durable.entries[store::key_prefix(PartitionStore::owner) + "P"] = "no count";
  for (const auto verb : {AccountVerb::disable, AccountVerb::enable, AccountVerb::set_secret})
    EXPECT_EQ(user(verb).error(), Errc::auth_internal);
  EXPECT_EQ(user(AccountVerb::set_roles, {{}, {"AUTH"}}).value().revoked.size(), 1u);
  EXPECT_EQ(user(AccountVerb::end_sessions).value().revoked.size(), 1u);
  const auto after = user(AccountVerb::show).value().user;
  EXPECT_THAT(after.roles, ElementsAre("MISP"));
  EXPECT_EQ(after.password_hash, "first");
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
/// A registration that waits for its password, and whatever becomes of it when the store fails.
class FailingReads : public AccountOrders {
 protected:
  FailingReads() {
    user_.is_active = false;
    user_.registration.state = Registration::State::rid_given;
    user_.registration.registered = noon - 10;
    user_.registration.rid = "41355315155";
    user_.registration.rid_given = noon - 5;
    MemoryTransaction tx;
    list_waiting("anna's key", user_, 0, tx);
    EXPECT_TRUE(accounts_.put_user("anna's key", user_, at_second(noon), tx).ok());
    before_ = tx.entries;
  }
  /// Runs `work` with a store whose first read fails, whose second one does, and so on until it
  /// comes to an end: nothing is left of what did not.
  template <class Work>
  MemoryTransaction::Entries run(Work work) {
    for (size_t reads = 0; reads < 100; ++reads) {
      const auto sealer = keys_.sealer();  // One that has no key in memory.
      Accounts accounts{{{}, "phc of nobody"}, *sealer};
      MemoryTransaction tx{before_};
      tx.fail_reads = store::Errc::io;
      tx.reads_before_failing = reads;
      if (work(accounts, sealer, tx).ok()) {
        EXPECT_GT(reads, 4u);
        return tx.entries;
      }
      EXPECT_EQ(tx.entries, before_) << reads;
      EXPECT_TRUE(tx.beside.empty()) << reads;
    }
    ADD_FAILURE() << "it never ends";
    return {};
  }
  static uint64_t waiting(const MemoryTransaction::Entries& entries) {
    MemoryTransaction tx{entries};
    return count_waiting(tx).value();
  }

  MemoryTransaction::Entries before_;
};

TEST_F(FailingReads, LeaveARegistrationOnTheListUntilItsPasswordIsSet) {
  const FirstPassword request{"anna's key", user_.uuid, "41355315155", "phc"};
  const auto after = run([&](Accounts& accounts, const auto&, auto& tx) {
    return set_first_password(accounts, request, at_second(noon), tx);
  });
  EXPECT_EQ(waiting(before_), 1u);
  EXPECT_EQ(waiting(after), 0u);
}

TEST_F(FailingReads, LeaveARegistrationOnTheListUntilAnOrderIsCarriedOut) {
  const UserOrder order{AccountVerb::disable, "anna's key", {}, {}, uuid(9)};
  const auto after = run([&](Accounts& accounts, const auto&, auto& tx) {
    return carry_out(accounts, sessions_, order, at_second(noon), tx);
  });
  EXPECT_EQ(waiting(after), 0u);
}

TEST_F(FailingReads, SendNoMailOfAnAccountThatThereIsNot) {
  User other = user_;
  other.uuid = uuid(8);
  const int64_t late = noon + RegistrationRules{}.pending_seconds + 1;
  other.registration.registered = late;
  outbox::Message message;
  message.channel = outbox::Channel::email;
  message.to = {"anna@example.org"};
  message.text = "registered";
  const NewAccount request{"anna's key", other, late, message};
  MemoryTransaction tomorrow{before_};  // The data key of that day is there too.
  EXPECT_TRUE(sealer_->seal(tomorrow, at_second(late), {"x"}, "x").ok());
  before_ = tomorrow.entries;
  const auto after = run([&](Accounts& accounts, const auto& sealer, auto& tx) {
    outbox::Queue queue{outbox::QueueParts{store::Service::auth, sealer,
                                           std::make_shared<SeededRandom>(),
                                           std::make_shared<outbox::Waiting>(10), [] {}}};
    return add_account(accounts, sessions_, request, at_second(late), queue, tx);
  });
  EXPECT_EQ(waiting(after), 1u);
  MemoryTransaction tx{after};
  EXPECT_EQ(accounts_.peek("anna's key", tx).value().uuid, uuid(8));
}

TEST_F(FailingReads, OneUserThatCannotBeReadHidesNoOther) {
  MemoryTransaction tx{before_};
  user_.user_name = "berta";
  list_waiting("berta's key", user_, 1, tx);
  EXPECT_TRUE(accounts_.put_user("berta's key", user_, at_second(noon), tx).ok());
  user_.user_name = "cora";
  user_.registration = {};
  EXPECT_TRUE(accounts_.put_user("cora's key", user_, at_second(noon), tx).ok());
  tx.entries.at("Uanna's key").back() ^= 1;
  const LogLines lines;
  const int64_t late = noon + RegistrationRules{}.pending_seconds + 1;
  const auto lapsed = find_lapsed(accounts_, {{}, 10}, at_second(late), tx);
  ASSERT_TRUE(lapsed.ok());
  EXPECT_THAT(lapsed.value().user_keys, ElementsAre("berta's key"));
  UserPageRequest request;
  request.filter.realm = "mosip";
  request.look_at = 10;
  request.take = 10;
  const auto page = accounts_.page(request, tx);
  ASSERT_TRUE(page.ok());
  ASSERT_EQ(page.value().users.size(), 1u);
  EXPECT_EQ(page.value().users.front().user_name, "cora");
  EXPECT_EQ(lines.count("cannot be read"), 2u);
}
}  // namespace auth::test
