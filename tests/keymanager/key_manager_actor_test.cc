// tests/keymanager/key_manager_actor_test.cc: orders between mailbox, crypto pool, journal and
// board.
#include "actors/keymanager/key_manager_actor.h"

#include <gtest/gtest.h>

#include <map>

#include "crypto/random.h"
#include "tests/fakes/held_journal.h"
#include "tests/fakes/log_lines.h"
#include "tests/keymanager/forwarding_keystore.h"
#include "tests/keymanager/held_pool.h"
#include "tests/keymanager/keys.h"

namespace keymanager {
namespace {
using std::chrono::days;

const Lifetime living{noon - days{1}, noon + days{2000}};
const Lifetime over{noon - days{1000}, noon - days{1}};
const Row root{{"ROOT", ""}, living, Kept::keystore, "", "root"};
const Row module_row{{"REGISTRATION", ""}, living};
const KeyName base{"REGISTRATION", "10001_10002"};
const KeyName ec{"REGISTRATION", "EC_SECP256R1_SIGN"};
const KeyName other_ec{"KERNEL", "EC_SECP256K1_SIGN"};

}  // namespace

/// Shows what stands beside its keys.
class CertifiedKeystore final : public ForwardingKeystore {
 public:
  using ForwardingKeystore::ForwardingKeystore;
  Expected<Done, Errc> put_certificate(const std::string& alias,
                                       const crypto::Certificate& certificate) override {
    if (puts_left == 0) return Errc::unavailable;
    --puts_left;
    beside[alias] = certificate.der();
    return Done{};
  }
  std::map<std::string, std::string> beside;
  int puts_left = 100;
};

class KeyManagerActor : public ::testing::Test {
 protected:
  Actor spawn(const std::vector<Row>& rows,
              std::shared_ptr<keystore::Keystore> keystore = open_keystore()) {
    board = std::make_shared<KeyBoard>(std::make_shared<const KeyRing>(ring_of(rows)));
    const Config config{board,
                        {std::make_shared<PrivateKeys>(std::move(keystore)),
                         std::make_shared<crypto::SystemRandom>()},
                        pool.runner()};
    partition::Host host = journal.host(owner);
    host.space = &space;
    return actors.spawn(key_manager, config, host, Clock{[&] { return now; }});
  }
  Asked<Outcome> ask(const Actor& actor, Order order) {
    return actors.ask<Outcome>(actor, order_atom::value, std::move(order));
  }
  /// Cheap to make.
  Asked<Outcome> ask_ec(const Actor& actor, const KeyName& name = ec, bool force = false) {
    return ask(actor, {Verb::ec_sign, name, force, {"IN", "", "", "", "", "x"}, nullptr});
  }
  Asked<Outcome> ensure(const Actor& actor, const KeyName& name) {
    return ask(actor, {Verb::ensure, name, false, {}, nullptr});
  }
  size_t current(const KeyName& name) const { return board->ring()->current(name, now).count; }
  size_t stored(const KeyName& name) {
    return load_key_ring(journal.store(), owner).value()->versions(name).size();
  }

  const store::Owner owner{0, store::Service::keymanager};
  LogLines log;
  ActorFixture actors;
  HeldJournal journal{actors};
  HeldPool pool{actors};
  uint64_t bytes_free = 100;
  store::FreeSpace space{[this] { return std::optional{bytes_free}; }, 10};
  std::shared_ptr<KeyBoard> board;
  UtcTime now = noon;
};

class KeyManagerUpload : public KeyManagerActor {
 protected:
  Asked<Outcome> upload(const Lifetime& life) {
    const auto certificate = std::make_shared<const crypto::Certificate>(
        certificate_of(*crypto::vector_key("registration_master"), life));
    return ask(actor, {Verb::upload, module_row.name, false, {}, certificate});
  }
  /// From now on no row is stored.
  void fill_the_disk() {
    bytes_free = 1;
    space.tick();
  }
  std::string& beside() { return keystore->beside["REGISTRATION/"]; }

  const std::string first = version(module_row)->certificate;
  std::shared_ptr<CertifiedKeystore> keystore =
      std::make_shared<CertifiedKeystore>(open_keystore());
  Actor actor = spawn({root, module_row}, keystore);
};

TEST_F(KeyManagerActor, AKeyIsShownAndAnsweredOnlyWhenItIsDurable) {
  const auto actor = spawn({root});
  const auto asked = ask_ec(actor);
  EXPECT_EQ(pool.waiting(), 1u);
  pool.release();
  EXPECT_EQ(journal.held().size(), 1u);
  EXPECT_FALSE(asked.arrived());
  EXPECT_EQ(current(ec), 0u);
  journal.release();
  EXPECT_TRUE(asked.value().made);
  EXPECT_EQ(board->ring()->current(ec, now).key, asked.value().key);
  EXPECT_EQ(stored(ec), 1u);
}

TEST_F(KeyManagerActor, OrdersOfOneNameStandInALine) {
  const auto actor = spawn({root});
  const auto first = ask_ec(actor), second = ask_ec(actor);
  EXPECT_EQ(pool.waiting(), 1u);
  pool.release();
  EXPECT_EQ(pool.waiting(), 0u);
  EXPECT_FALSE(second.arrived());
  journal.release();
  EXPECT_EQ(second.value().key, first.value().key);
  EXPECT_FALSE(second.value().made);
  EXPECT_LT(first.order(), second.order());
  EXPECT_EQ(stored(ec), 1u);
}

TEST_F(KeyManagerActor, OrdersOfOtherNamesDoNotWait) {
  const auto actor = spawn({root});
  const auto first = ask_ec(actor), second = ask_ec(actor, other_ec);
  EXPECT_EQ(pool.waiting(), 2u);
  EXPECT_EQ(ensure(actor, root.name).value().key->alias, "ROOT/");
  pool.release();
  journal.release();
  EXPECT_TRUE(first.value().made && second.value().made);
  EXPECT_EQ(current(ec) + current(other_ec), 2u);
}

TEST_F(KeyManagerActor, ABaseKeyRenewsThoseAboveItFirst) {
  Row old_root = root, old_module = module_row;
  old_root.life = old_module.life = over;
  const auto actor = spawn({old_root, old_module});
  const auto asked = ensure(actor, base);
  for (const KeyName& name : {root.name, module_row.name, base}) {
    EXPECT_FALSE(asked.arrived());
    EXPECT_EQ(pool.waiting(), 1u);
    pool.release();
    journal.release();
    EXPECT_EQ(current(name), 1u) << name.application_id << name.reference_id;
  }
  EXPECT_EQ(asked.value().key->module_alias,
            board->ring()->current(module_row.name, now).key->alias);
  EXPECT_EQ(board->ring()->versions(root.name).size(), 2u);
}

TEST_F(KeyManagerActor, AFaultAboveIsTheFaultBelow) {
  Row old_module = module_row;
  old_module.life = over;
  const auto actor = spawn({root, old_module}, std::make_shared<RefusingKeystore>(
                                                   keystore::Errc::unavailable, "asleep"));
  const auto asked = ensure(actor, base);
  pool.release();
  EXPECT_EQ(asked.result().faults(), Faults({{Errc::keystore_failed, {"asleep"}}}));
  EXPECT_TRUE(journal.held().empty());
}

TEST_F(KeyManagerActor, TheLineGoesOnAfterAFault) {
  const auto actor = spawn({root});
  const auto refused = ask_ec(actor), next = ask_ec(actor);
  pool.refuse();
  EXPECT_EQ(refused.error(), Errc::overloaded);
  pool.release();
  journal.release();
  EXPECT_TRUE(next.value().made);
}

TEST_F(KeyManagerActor, RefusalsAreAnsweredAtOnceAndWriteNothing) {
  const auto actor = spawn({root});
  EXPECT_EQ(ensure(actor, base).error(), Errc::key_not_generated);
  EXPECT_EQ(ask(actor, {Verb::revoke, base, false, {}, nullptr}).error(),
            Errc::key_no_unique_alias);
  EXPECT_EQ(pool.waiting(), 0u);
  EXPECT_TRUE(journal.held().empty());
}

TEST_F(KeyManagerActor, AForcedRotationEndsTheOldKeyTogetherWithTheNewOne) {
  const auto actor = spawn({root});
  for (size_t keys = 1; keys <= 3; ++keys) {
    const auto asked = ask_ec(actor, ec, true);
    pool.release();
    EXPECT_EQ(current(ec), keys == 1 ? 0u : 1u);
    ASSERT_EQ(journal.held().size(), 1u);
    journal.release();
    EXPECT_EQ(board->ring()->current(ec, now).key, asked.value().key);
    EXPECT_EQ(stored(ec), keys);
    EXPECT_EQ(load_key_ring(journal.store(), owner).value()->current(ec, now).count, 1u);
  }
}

TEST_F(KeyManagerActor, WhatACrashLosesWasNeverShown) {
  const auto actor = spawn({root});
  const auto asked = ask_ec(actor);
  pool.release();
  journal.lose();
  actors.end();
  EXPECT_FALSE(asked.arrived() && !asked.failed());
  EXPECT_EQ(current(ec), 0u);
}

TEST_F(KeyManagerActor, AnUploadGoesToTheKeystoreFirst) {
  const auto actor = spawn({root, module_row});
  const auto certificate = std::make_shared<const crypto::Certificate>(
      certificate_of(*crypto::vector_key("registration_master"), living));
  const auto asked = ask(actor, {Verb::upload, module_row.name, false, {}, certificate});
  EXPECT_EQ(pool.waiting(), 1u);
  EXPECT_TRUE(journal.held().empty());
  pool.release();
  journal.release();
  EXPECT_EQ(asked.value().key->thumbprint, certificate->thumbprint());
  EXPECT_EQ(board->ring()->by_thumbprint(version(module_row)->thumbprint).size(), 1u);
}

TEST_F(KeyManagerActor, AKeystoreThatRefusesTheCertificateEndsTheUpload) {
  const auto actor =
      spawn({root, module_row}, std::make_shared<RefusingKeystore>(keystore::Errc::failed, "full"));
  const auto certificate = std::make_shared<const crypto::Certificate>(
      certificate_of(*crypto::vector_key("registration_master"), living));
  const auto asked = ask(actor, {Verb::upload, module_row.name, false, {}, certificate});
  pool.release();
  EXPECT_EQ(asked.result().faults(), Faults({{Errc::keystore_failed, {"full"}}}));
  EXPECT_TRUE(journal.held().empty());
}

TEST_F(KeyManagerUpload, ACertificateThatIsNotStoredDoesNotStayInTheKeystore) {
  const auto asked = upload(living);
  fill_the_disk();
  pool.release();
  EXPECT_NE(beside(), first);
  EXPECT_FALSE(asked.arrived());  // nor does another order of the name begin
  pool.release();
  EXPECT_EQ(asked.error(), Errc::storage_full);
  EXPECT_EQ(beside(), first);
  EXPECT_EQ(board->ring()->current(module_row.name, now).key->certificate, first);
  EXPECT_TRUE(journal.held().empty());
}

TEST_F(KeyManagerUpload, OneThatCannotBePutBackIsLogged) {
  keystore->puts_left = 1;
  const auto asked = upload(living);
  fill_the_disk();
  pool.release();
  pool.release();
  EXPECT_EQ(asked.error(), Errc::storage_full);
  EXPECT_EQ(log.count("a certificate of REGISTRATION/ that its row does not have"), 1u);
}

TEST_F(KeyManagerUpload, OneThatIsStoredStaysThere) {
  const auto asked = upload(living);
  pool.release();
  journal.release();
  EXPECT_EQ(beside(), asked.value().key->certificate);
  EXPECT_EQ(pool.waiting(), 0u);
}

TEST_F(KeyManagerActor, RenewMakesSuccessorsOfTheKeystoresKeysAlone) {
  Row old_ec{ec, over, Kept::keystore, "", "kernel_ec_secp256r1_sign"};
  const auto actor = spawn({root, old_ec, {base, over, Kept::wrapped}});
  caf::anon_send(actor, renew_atom::value);
  actors.run();
  EXPECT_EQ(pool.waiting(), 1u);
  pool.release();
  journal.release();
  EXPECT_EQ(current(ec), 1u);
  EXPECT_EQ(board->ring()->current(ec, now).key->parsed().value().subject(),
            crypto::vector_certificate("kernel_ec_secp256r1_sign").subject());
  EXPECT_EQ(current(base), 0u);
  caf::anon_send(actor, renew_atom::value);
  actors.run();
  EXPECT_EQ(pool.waiting(), 0u);
}

TEST_F(KeyManagerActor, ARenewalThatFailsIsLogged) {
  Row old_ec{ec, over, Kept::keystore, "", "kernel_ec_secp256r1_sign"};
  const auto actor = spawn({root, old_ec});
  caf::anon_send(actor, renew_atom::value);
  actors.run();
  pool.refuse();
  EXPECT_EQ(log.count("REGISTRATION EC_SECP256R1_SIGN could not be renewed"), 1u);
}
}  // namespace keymanager
