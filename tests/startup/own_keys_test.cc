// tests/startup/own_keys_test.cc: AUTH_TOKEN and STORE: made, kept, renewed, taken over from a
// store of an earlier form; PRE_REGISTRATION's wrapping key.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "actors/auth/key_record.h"
#include "actors/auth/record_codec.h"
#include "actors/keymanager/key_maker.h"
#include "actors/keymanager/key_record.h"
#include "actors/seal/sealer.h"
#include "actors/seal/store_key.h"
#include "actors/seal/wrap.h"
#include "crypto/random.h"
#include "http/startup/own_keys.h"
#include "http/startup/problem.h"
#include "http/startup/service_keys.h"
#include "http/startup/token_key_set.h"
#include "store/workspace.h"
#include "tests/fakes/log_lines.h"
#include "tests/fakes/temporary_directory.h"
#include "tests/keystore/soft_hsm.h"

namespace startup {
using keymanager::Kept;
using keymanager::KeyName;
using testing::HasSubstr;
using testing::SizeIs;

constexpr store::Owner system_owner{0, store::Service::system};
constexpr store::Owner sealing_owner{1, store::Service::auth};
constexpr store::Owner applications_owner{1, store::Service::prereg};
const KeyName token_name{"AUTH_TOKEN", ""};
const KeyName store_name{"STORE", ""};
const KeyName prereg_name{"PRE_REGISTRATION", ""};
const UtcTime noon{std::chrono::seconds{1'704'196'800}};  // 2024-01-02 12:00:00 UTC
using std::chrono::days;

class OwnKeysTest : public testing::Test {
 protected:
  OwnKeysTest() {
    settings.store.dir = folder.path() + "/data";
    settings.store.partitions = 2;
    store = std::move(store::RocksStore::open(settings.store)).value();
  }

  Secrets open(UtcTime now = noon, const std::vector<std::string>& sets = {},
               const Step& step = {}) {
    config::Sources sources;
    sources.sets = sets;
    auto secrets = open_secrets(master, *store, *store);
    open_own_keys(secrets, config::load(sources).config, settings, *store, now, step);
    return secrets;
  }
  /// Of the keystore, in the token of SoftHsm.
  std::vector<std::string> settings_of_token() const {
    const std::string config = folder.path() + "/hsm.cfg";
    {
      std::ofstream file{config};
      file << "name = test\nlibrary = " << keystore::soft_hsm_library << '\n';
    }
    const std::string front = "mosip.kernel.keymanager.hsm.";
    return {front + "keystore-type=PKCS11", front + "config-path=" + config,
            front + "keystore-pass=" + keystore::soft_hsm_pin,
            std::string{"idkernel.hsm.token-label="} + keystore::soft_hsm_label};
  }
  keymanager::KeyRingPtr ring() {
    return keymanager::load_key_ring(*store, {0, store::Service::keymanager}).value();
  }
  std::optional<std::string> stored(std::string_view key) {
    return store->get(system_owner, key).value();
  }
  void put(store::Owner owner, std::string_view key, std::string_view value) {
    store::Batch batch{owner};
    batch.put(key, value);
    store->write({&batch, 1});
  }

  /// "hello", sealed at noon under `key`; its data key becomes durable.
  std::string sealed_under(std::shared_ptr<const seal::WrappingKey> key,
                           store::Owner owner = sealing_owner) {
    store::Workspace workspace{owner, *store};
    seal::Sealer sealer{std::move(key), random, owner};
    workspace.begin();
    auto sealed = sealer.seal(workspace, noon, {"record"}, "hello").value();
    workspace.keep();
    const auto taken = workspace.take_batch();
    store->write({&taken.batch, 1});
    return sealed;
  }
  store::Read<std::string> opened_under(std::shared_ptr<const seal::WrappingKey> key,
                                        const std::string& sealed,
                                        store::Owner owner = sealing_owner) {
    store::Workspace workspace{owner, *store};
    seal::Sealer sealer{std::move(key), random, owner};
    workspace.begin();
    return sealer.open(workspace, {"record"}, sealed);
  }

  /// A new version, as the key manager makes it.
  std::vector<keymanager::KeyVersionPtr> made(const Secrets& secrets, const KeyName& name,
                                              UtcTime now = noon) {
    keymanager::Order order{keymanager::Verb::master, name, true, {}, nullptr};
    order.subject.common_name = name.application_id;
    const auto keys = ring();
    const auto planned = keymanager::plan(*keys, order, now, crypto::uuid_v4(random));
    const auto& generation = std::get<keymanager::Generation>(planned);
    const keymanager::KeyMaker maker{secrets.private_keys,
                                     std::make_shared<crypto::SystemKeyRandom>()};
    auto rows = generation.ended;
    rows.push_back(maker.make(*keys, generation, now).value());
    return rows;
  }
  /// And stores it as the key manager does, `with` what stands and falls with it.
  std::string store_key(const Secrets& secrets, const KeyName& name,
                        ServiceKeyMaker* with = nullptr, UtcTime now = noon) {
    const auto rows = made(secrets, name, now);
    constexpr store::Owner keys_owner{0, store::Service::keymanager};
    store::Workspace workspace{keys_owner, *store};
    workspace.begin();
    for (const auto& row : rows)
      workspace.put(keymanager::key_record_key(row->alias), keymanager::encoded(*row));
    if (with != nullptr) with->stored_with(*rows.back(), workspace);
    workspace.keep();
    const auto taken = workspace.take_batch();
    store->write({&taken.batch, 1});
    if (with != nullptr) with->published(*ring());
    return rows.back()->alias;
  }
  std::string data_key_record() {
    const std::string key{"K\0\0\x4d\x0c", 5};  // The day of noon.
    return store->get(applications_owner, key).value().value_or("");
  }

  TemporaryDirectory folder;
  Settings settings;
  std::unique_ptr<store::RocksStore> store;
  crypto::SystemKeyRandom random;
  std::shared_ptr<const seal::MasterKey> master =
      std::make_shared<const seal::MasterKey>(seal::MasterKey::generate(random));
};

TEST_F(OwnKeysTest, ANewStoreHasOneOfEachAndKeepsThem) {
  const auto first = open();
  const auto tokens = ring()->versions(token_name);
  ASSERT_THAT(tokens, SizeIs(1));
  EXPECT_EQ(tokens.front()->kept, Kept::sealed);
  EXPECT_TRUE(tokens.front()->parsed().value().is_self_signed());
  EXPECT_FALSE(tokens.front()->parsed().value().is_ca());
  EXPECT_EQ(ring()->versions(store_name).front()->kept, Kept::keystore);
  const std::string sealed = sealed_under(first.store_key);

  const auto again = open();
  EXPECT_THAT(ring()->versions(token_name), SizeIs(1));
  EXPECT_THAT(ring()->versions(store_name), SizeIs(1));
  EXPECT_EQ(again.token_keys->keys()->current.kid, first.token_keys->keys()->current.kid);
  EXPECT_EQ(opened_under(again.store_key, sealed).value(), "hello");
}

TEST_F(OwnKeysTest, TheMasterKeyAloneOpensNoSealedValue) {
  const auto secrets = open();
  const std::string sealed = sealed_under(secrets.store_key);
  EXPECT_FALSE(opened_under(master, sealed).ok());
}

TEST_F(OwnKeysTest, AStoreWhoseDataKeysTheMasterKeyWrappedIsRewrapped) {
  const std::string sealed = sealed_under(master);
  const auto secrets = open();
  EXPECT_EQ(opened_under(secrets.store_key, sealed).value(), "hello");
  EXPECT_FALSE(opened_under(master, sealed).ok());
  EXPECT_EQ(opened_under(open().store_key, sealed).value(), "hello");
}

TEST_F(OwnKeysTest, ADamagedDataKeyLeavesTheStoreAsItWas) {
  const std::string sealed = sealed_under(master);
  put({0, store::Service::auth}, std::string{"K\0\0\0\1", 5}, "nonsense");
  EXPECT_THROW(open(), Problem);
  EXPECT_FALSE(stored(seal::store_key_record));
  EXPECT_EQ(opened_under(master, sealed).value(), "hello");
}

TEST_F(OwnKeysTest, TokenKeysOfAnEarlierStoreGoOn) {
  std::vector<crypto::RsaPrivateKey> keys;
  keys.reserve(2);
  for (int i = 0; i < 2; ++i) keys.push_back(crypto::RsaPrivateKey::generate(2048).value());
  auth::RecordWriter record(1, 8192);
  record.number(keys.size());
  for (int64_t created = epoch_seconds(noon); const auto& key : keys) {
    record.signed_number(created);
    record.text(key.to_pkcs8_der().value().view());
    created -= 3600;
  }
  const std::string bytes{record.bytes()};
  put(system_owner, auth::token_key_record,
      seal::wrap_secret(*master, random, "token-key", std::as_bytes(std::span{bytes})).value());

  const auto secrets = open(noon + days{1});
  EXPECT_FALSE(stored(auth::token_key_record));
  EXPECT_THAT(ring()->versions(token_name), SizeIs(2));
  EXPECT_EQ(ring()->current(token_name, noon + days{1}).count, 1u);
  const auto set = secrets.token_keys->keys();
  ASSERT_THAT(set->verify, SizeIs(2));
  EXPECT_EQ(set->current.kid, auth::token_key_of(keys[0]).value().kid);
  EXPECT_EQ(set->verify[0].kid, set->current.kid);
  EXPECT_EQ(set->verify[1].kid, auth::token_key_of(keys[1]).value().kid);
  EXPECT_THAT(open(noon + days{2}).token_keys->keys()->verify, SizeIs(2));
}

TEST_F(OwnKeysTest, ASuccessorIsMadeWhenTheKeyIsDueAndTheStoreKeyGoesOverToIt) {
  const std::string sealed = sealed_under(open().store_key);
  const auto before = seal::decode_store_key(*stored(seal::store_key_record))->alias;
  const UtcTime later = noon + days{1096};
  const auto secrets = open(later);
  ASSERT_THAT(ring()->versions(token_name), SizeIs(2));
  EXPECT_NE(seal::decode_store_key(*stored(seal::store_key_record))->alias, before);
  EXPECT_EQ(opened_under(secrets.store_key, sealed).value(), "hello");
  EXPECT_EQ(secrets.token_keys->keys()->verify.size(), 2u);
  EXPECT_EQ(store_key_fault(*store, *ring(), *secrets.private_keys), "");
}

TEST_F(OwnKeysTest, TheStoreKeyStaysWhereItIsWhenTheNewestKeyDoesNotOpenIt) {
  const std::string sealed = sealed_under(open().store_key);
  const std::string before = *stored(seal::store_key_record);
  auto ended = *ring()->versions(store_name).back();
  auto newer = ended;
  newer.alias = newer.uni_ident = "lost";
  newer.life.generated += days{1};
  newer.record = "not a key";
  ended.life.expires = newer.life.generated;
  for (const auto& row : {ended, newer})
    put({0, store::Service::keymanager}, keymanager::key_record_key(row.alias),
        keymanager::encoded(row));
  const auto secrets = open(noon + days{2});
  ASSERT_EQ(ring()->versions(store_name).back()->alias, "lost");
  EXPECT_EQ(*stored(seal::store_key_record), before);
  EXPECT_EQ(opened_under(secrets.store_key, sealed).value(), "hello");
}

TEST_F(OwnKeysTest, CertificatesThatAnEarlierVersionStoredInAnotherEncodingAreRead) {
  const auto before = open();
  const std::string sealed = sealed_under(before.store_key);
  for (const KeyName& name : {token_name, store_name}) {
    auto row = *ring()->versions(name).front();
    ASSERT_EQ(row.certificate.substr(0, 2), "\x30\x82");
    row.certificate = "\x30\x80" + row.certificate.substr(4) + std::string(2, '\0');
    row.thumbprint = crypto::Certificate::from_stored(row.certificate).value().thumbprint();
    put({0, store::Service::keymanager}, keymanager::key_record_key(row.alias),
        keymanager::encoded(row));
  }
  const auto again = open();
  EXPECT_EQ(opened_under(again.store_key, sealed).value(), "hello");
  EXPECT_EQ(again.token_keys->keys()->current.kid, before.token_keys->keys()->current.kid);
  EXPECT_THAT(open(noon + days{1096}).token_keys->keys()->verify, SizeIs(2));
}

TEST_F(OwnKeysTest, TwoCurrentKeysRefuseTheStartInWords) {
  open();
  auto twice = *ring()->versions(token_name).front();
  twice.alias = twice.uni_ident = "another";
  put({0, store::Service::keymanager}, keymanager::key_record_key(twice.alias),
      keymanager::encoded(twice));
  try {
    open();
    FAIL() << "it opened";
  } catch (const Problem& problem) {
    EXPECT_EQ(problem.exit_code(), exit_unavailable);
    EXPECT_THAT(problem.what(), HasSubstr("the key of AUTH_TOKEN: No unique alias"));
  }
}

TEST_F(OwnKeysTest, EachKeyWhoseTokensMayLiveIsPublished) {
  auto secrets = open();
  const keymanager::KeyMaker maker{secrets.private_keys,
                                   std::make_shared<crypto::SystemKeyRandom>()};
  const auto publish = token_key_publisher(secrets, settings.lifetimes, [] { return noon; });
  auto keys = ring();
  const std::string first = secrets.token_keys->keys()->current.kid;
  for (int hour = 1; hour <= 3; ++hour) {
    const UtcTime now = noon + std::chrono::hours{hour};
    const keymanager::Order order{keymanager::Verb::master, token_name, true, {}, nullptr};
    const auto planned = keymanager::plan(*keys, order, now, crypto::uuid_v4(random));
    const auto& generation = std::get<keymanager::Generation>(planned);
    auto rows = generation.ended;
    rows.push_back(maker.make(*keys, generation, now).value());
    keys = std::make_shared<const keymanager::KeyRing>(keys->with(rows));
    publish(*keys);
  }
  const auto set = secrets.token_keys->keys();
  ASSERT_THAT(set->verify, SizeIs(4));
  EXPECT_EQ(set->verify.back().kid, first);
  EXPECT_NE(set->current.kid, first);
  const auto live = std::chrono::seconds{settings.lifetimes.refresh_seconds};
  const auto much_later =
      token_key_set(*keys, *secrets.private_keys, live, noon + std::chrono::hours{24});
  EXPECT_THAT(much_later.value()->verify, SizeIs(2));
}

/// Copies of one version, `apart` from each other; the last one made at noon.
keymanager::KeyRing rotated(const keymanager::KeyVersion& version, size_t count,
                            std::chrono::seconds apart) {
  keymanager::KeyRing::Versions versions;
  for (size_t i = 0; i < count; ++i) {
    auto copy = std::make_shared<keymanager::KeyVersion>(version);
    copy->alias = "copy " + std::to_string(i);
    copy->uni_ident = copy->alias;
    copy->life.generated = noon - apart * static_cast<int>(count - 1 - i);
    versions.push_back(std::move(copy));
  }
  return keymanager::KeyRing{}.with(versions);
}

TEST_F(OwnKeysTest, ARotationThatWouldDropALivingTokenKeyIsRefused) {
  open();
  const auto version = *ring()->versions(token_name).front();
  const auto now = [] { return noon; };
  const auto refusal = token_key_refusal(settings.lifetimes, now);
  const auto live = std::chrono::seconds{settings.lifetimes.refresh_seconds};
  keymanager::Generation next;
  next.name = token_name;
  const auto minutes_apart = [&](size_t count) {
    return rotated(version, count, std::chrono::minutes{1});
  };
  EXPECT_FALSE(refusal(minutes_apart(verify_keys_max - 1), next));
  ASSERT_TRUE(refusal(minutes_apart(verify_keys_max), next));
  EXPECT_EQ(refusal(minutes_apart(verify_keys_max), next)->errc, Errc::key_application_refused);
  // Whose tokens are over is not missed.
  EXPECT_FALSE(refusal(rotated(version, 3 * verify_keys_max, live), next));
  next.name = prereg_name;
  EXPECT_FALSE(refusal(minutes_apart(verify_keys_max), next));
}

TEST_F(OwnKeysTest, ATokenKeyThatCannotSignIsNotStored) {
  const auto secrets = open();
  keymanager::KeyVersion version = *ring()->versions(token_name).front();
  EXPECT_NO_THROW(require_token_key(version, *secrets.private_keys));
  version.record = "damaged";
  EXPECT_THROW(require_token_key(version, *secrets.private_keys), std::runtime_error);
  version.name = prereg_name;
  EXPECT_NO_THROW(require_token_key(version, *secrets.private_keys));
}

TEST_F(OwnKeysTest, PreRegistrationsKeyWrapsItsDataKeysAndNoOthers) {
  auto secrets = open();
  store_key(secrets, {"ROOT", ""});
  const std::string before = sealed_under(secrets.store_key, applications_owner);
  EXPECT_EQ(data_key_record().front(), 1) << "there is none yet: the store key does it";
  ServiceKeyMaker maker{secrets.service_keys};
  const std::string first = store_key(secrets, prereg_name, &maker);
  EXPECT_EQ(secrets.service_keys->newest(store::Service::prereg).alias, first);
  const std::string under_first = sealed_under(secrets.store_key, applications_owner);
  const std::string second =
      store_key(secrets, prereg_name, &maker, noon + std::chrono::minutes{5});
  const std::string under_second = sealed_under(secrets.store_key, applications_owner);
  EXPECT_EQ(seal::data_key_of(under_first), *seal::data_key_of(before) + (1U << 20));
  EXPECT_EQ(seal::data_key_of(under_second), *seal::data_key_of(before) + (2U << 20));
  for (const std::string& sealed : {before, under_first, under_second})
    EXPECT_EQ(opened_under(secrets.store_key, sealed, applications_owner).value(), "hello");
  sealed_under(secrets.store_key);
  secrets = open();
  EXPECT_EQ(secrets.service_keys->newest(store::Service::prereg).alias, second);
  for (const std::string& sealed : {before, under_first, under_second})
    EXPECT_EQ(opened_under(secrets.store_key, sealed, applications_owner).value(), "hello");
  EXPECT_EQ(store_key_fault(*store, *ring(), *secrets.private_keys), "");
}

TEST_F(OwnKeysTest, AKeyOfPreRegistrationThatIsThereGetsItsWrappingKeyAtTheStart) {
  const auto secrets = open();
  store_key(secrets, {"ROOT", ""});
  const std::string alias = store_key(secrets, prereg_name);
  EXPECT_EQ(secrets.service_keys->newest(store::Service::prereg).alias, "");
  const auto again = open();
  EXPECT_EQ(again.service_keys->newest(store::Service::prereg).alias, alias);
  EXPECT_TRUE(stored(seal::service_key_record(store::Service::prereg, alias)));
  const std::string sealed = sealed_under(again.store_key, applications_owner);
  EXPECT_EQ(data_key_record().substr(0, 2 + alias.size()), "\2\44" + alias);
  EXPECT_EQ(opened_under(open().store_key, sealed, applications_owner).value(), "hello");
}

TEST_F(OwnKeysTest, AKeyOfPreRegistrationThatIsLostGetsNoWrappingKey) {
  const auto secrets = open();
  store_key(secrets, {"ROOT", ""});
  const std::string alias = store_key(secrets, prereg_name);
  keymanager::KeyVersion lost = *ring()->by_alias(alias);
  lost.record = "damaged";
  put({0, store::Service::keymanager}, keymanager::key_record_key(lost.alias),
      keymanager::encoded(lost));
  const auto again = open();
  EXPECT_FALSE(stored(seal::service_key_record(store::Service::prereg, lost.alias)));
  const std::string sealed = sealed_under(again.store_key, applications_owner);
  EXPECT_EQ(data_key_record().front(), 1) << "the store key does it";
  EXPECT_EQ(opened_under(open().store_key, sealed, applications_owner).value(), "hello");
}

TEST_F(OwnKeysTest, AVersionWhoseRowsNeverWereDurableLeavesTheOneBefore) {
  const auto secrets = open();
  store_key(secrets, {"ROOT", ""});
  ServiceKeyMaker maker{secrets.service_keys};
  const std::string alias = store_key(secrets, prereg_name, &maker);
  const auto lost = made(secrets, prereg_name, noon + std::chrono::minutes{5});
  store::Workspace workspace{{0, store::Service::keymanager}, *store};
  workspace.begin();
  maker.stored_with(*lost.back(), workspace);
  maker.published(*ring());
  EXPECT_EQ(secrets.service_keys->newest(store::Service::prereg).alias, alias);
  EXPECT_EQ(open().service_keys->newest(store::Service::prereg).alias, alias);
}

TEST_F(OwnKeysTest, WithoutThePrivateKeyOfPreRegistrationItsDataAloneStayClosed) {
  auto secrets = open();
  store_key(secrets, {"ROOT", ""});
  ServiceKeyMaker maker{secrets.service_keys};
  const std::string alias = store_key(secrets, prereg_name, &maker);
  const std::string personal = sealed_under(secrets.store_key, applications_owner);
  const std::string other = sealed_under(secrets.store_key);
  keymanager::KeyVersion gone = *ring()->by_alias(alias);
  gone.record = "damaged";
  put({0, store::Service::keymanager}, keymanager::key_record_key(alias),
      keymanager::encoded(gone));
  secrets = open();
  EXPECT_EQ(opened_under(secrets.store_key, other).value(), "hello");
  EXPECT_FALSE(opened_under(secrets.store_key, personal, applications_owner).ok());
  EXPECT_THAT(store_key_fault(*store, *ring(), *secrets.private_keys),
              HasSubstr("pre-registration's data does not open"));
}

TEST_F(OwnKeysTest, WithoutAKeystoreTheServerKeepsItsOwn) {
  const auto secrets = open(noon, {"mosip.kernel.keymanager.hsm.keystore-type=OFFLINE"});
  EXPECT_EQ(ring()->versions(store_name).front()->kept, Kept::sealed);
  const std::string sealed = sealed_under(secrets.store_key);
  EXPECT_EQ(opened_under(open().store_key, sealed).value(), "hello");
}

TEST_F(OwnKeysTest, ASoftStoreStillOpensWithoutAKeystore) {
  const std::string sealed = sealed_under(open().store_key);
  const auto offline = open(noon, {"mosip.kernel.keymanager.hsm.keystore-type=OFFLINE"});
  EXPECT_EQ(opened_under(offline.store_key, sealed).value(), "hello");
}

TEST_F(OwnKeysTest, ATokenThatIsGoneRefusesTheStartInWords) {
  const keystore::SoftHsm hsm;
  const auto sets = settings_of_token();
  const auto secrets = open(noon, sets);
  const std::string sealed = sealed_under(secrets.store_key);
  EXPECT_EQ(ring()->versions(store_name).front()->record, "");
  store_key(secrets, {"ROOT", ""});
  ServiceKeyMaker maker{secrets.service_keys};
  const std::string alias = store_key(secrets, prereg_name, &maker);
  const std::string personal = sealed_under(secrets.store_key, applications_owner);
  EXPECT_EQ(data_key_record().substr(2, alias.size()), alias);
  const auto again = open(noon, sets);
  EXPECT_EQ(opened_under(again.store_key, sealed).value(), "hello");
  EXPECT_EQ(opened_under(again.store_key, personal, applications_owner).value(), "hello");
  try {
    open(noon, {});  // The configuration forgot the token.
    FAIL() << "it opened";
  } catch (const Problem& problem) {
    EXPECT_EQ(problem.exit_code(), exit_unavailable);
    EXPECT_THAT(problem.what(), HasSubstr("the store key does not open"));
  }
}

TEST_F(OwnKeysTest, AKeyOfPreRegistrationIsNotTakenForLostWhileTheTokenIsAway) {
  const keystore::SoftHsm hsm;
  const auto sets = settings_of_token();
  const auto secrets = open(noon, sets);
  store_key(secrets, {"ROOT", ""});
  const std::string alias = store_key(secrets, prereg_name);
  const LogLines log;
  size_t steps = 0;
  const auto goes_after_its_own_keys = [&] {
    if (++steps == 4) hsm.take_out();
  };
  try {
    open(noon, sets, goes_after_its_own_keys);
    FAIL() << "it opened";
  } catch (const Problem& problem) {
    EXPECT_EQ(problem.exit_code(), exit_unavailable);
    EXPECT_THAT(problem.what(), HasSubstr("the keystore: the token with label"));
  }
  EXPECT_EQ(log.count("it gets no wrapping key"), 0u);
  EXPECT_FALSE(stored(seal::service_key_record(store::Service::prereg, alias)));
  hsm.put_in();
  EXPECT_EQ(open(noon, sets).service_keys->newest(store::Service::prereg).alias, alias);
}
}  // namespace startup
