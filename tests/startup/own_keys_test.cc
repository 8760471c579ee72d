// tests/startup/own_keys_test.cc: AUTH_TOKEN and STORE: made, kept, renewed, taken over from a
// store of an earlier form.
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
#include "http/startup/token_key_set.h"
#include "store/workspace.h"
#include "tests/fakes/temporary_directory.h"
#include "tests/keystore/soft_hsm.h"

namespace startup {
using keymanager::Kept;
using keymanager::KeyName;
using testing::HasSubstr;
using testing::SizeIs;

constexpr store::Owner system_owner{0, store::Service::system};
constexpr store::Owner sealing_owner{1, store::Service::auth};
const KeyName token_name{"AUTH_TOKEN", ""};
const KeyName store_name{"STORE", ""};
const UtcTime noon{std::chrono::seconds{1'704'196'800}};  // 2024-01-02 12:00:00 UTC
using std::chrono::days;

class OwnKeysTest : public testing::Test {
 protected:
  OwnKeysTest() {
    settings.store.dir = folder.path() + "/data";
    settings.store.partitions = 2;
    store = std::move(store::RocksStore::open(settings.store)).value();
  }

  Secrets open(UtcTime now = noon, const std::vector<std::string>& sets = {}) {
    config::Sources sources;
    sources.sets = sets;
    auto secrets = open_secrets(master, *store, *store);
    open_own_keys(secrets, config::load(sources).config, settings, *store, now);
    return secrets;
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
  std::string sealed_under(std::shared_ptr<const seal::WrappingKey> key) {
    store::Workspace workspace{sealing_owner, *store};
    seal::Sealer sealer{std::move(key), random, sealing_owner};
    workspace.begin();
    auto sealed = sealer.seal(workspace, noon, {"record"}, "hello").value();
    workspace.keep();
    const auto taken = workspace.take_batch();
    store->write({&taken.batch, 1});
    return sealed;
  }
  store::Read<std::string> opened_under(std::shared_ptr<const seal::WrappingKey> key,
                                        const std::string& sealed) {
    store::Workspace workspace{sealing_owner, *store};
    seal::Sealer sealer{std::move(key), random, sealing_owner};
    workspace.begin();
    return sealer.open(workspace, {"record"}, sealed);
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
  const std::string config = folder.path() + "/hsm.cfg";
  {
    std::ofstream file{config};
    file << "name = test\nlibrary = " << keystore::soft_hsm_library << '\n';
  }
  const std::string front = "mosip.kernel.keymanager.hsm.";
  const std::vector<std::string> sets{
      front + "keystore-type=PKCS11", front + "config-path=" + config,
      front + "keystore-pass=" + keystore::soft_hsm_pin,
      std::string{"idkernel.hsm.token-label="} + keystore::soft_hsm_label};
  const std::string sealed = sealed_under(open(noon, sets).store_key);
  EXPECT_EQ(ring()->versions(store_name).front()->record, "");
  EXPECT_EQ(opened_under(open(noon, sets).store_key, sealed).value(), "hello");
  try {
    open(noon, {});  // The configuration forgot the token.
    FAIL() << "it opened";
  } catch (const Problem& problem) {
    EXPECT_EQ(problem.exit_code(), exit_unavailable);
    EXPECT_THAT(problem.what(), HasSubstr("the store key does not open"));
  }
}
}  // namespace startup
