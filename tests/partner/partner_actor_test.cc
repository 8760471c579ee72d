// tests/partner/partner_actor_test.cc: uploads between mailbox, crypto pool, journal and board.
#include "actors/partner/partner_actor.h"

#include <gtest/gtest.h>

#include <array>

#include "actors/partner/partner_record.h"
#include "crypto/pkcs7.h"
#include "crypto/random.h"
#include "tests/fakes/held_journal.h"
#include "tests/fakes/recorded.h"
#include "tests/keymanager/held_pool.h"
#include "tests/keymanager/keys.h"
#include "tests/partner/certificates.h"

namespace partner {
class PartnerActor : public ::testing::Test {
 protected:
  Actor spawn() {
    board = std::make_shared<BookBoard>(load_book(journal.store(), owner).value());
    const Config config{board,
                        Rules{},
                        std::make_shared<keymanager::PrivateKeys>(keymanager::open_keystore()),
                        std::make_shared<crypto::SystemRandom>(),
                        pool.runner(),
                        device};
    return actors.spawn(partners, config, recorded.host(owner), Clock{[] { return noon; }});
  }
  Asked<UploadStatus> upload(const Actor& actor, const std::string& text) {
    return actors.ask<UploadStatus>(actor, upload_atom::value,
                                    AuthorityOrder{"caller", text, "AUTH"});
  }
  Asked<Resigned> resign(const Actor& actor, const crypto::Certificate& certificate) {
    const auto ring = keys->ring();
    return actors.ask<Resigned>(actor, resign_atom::value,
                                PartnerOrder{"caller",
                                             certificate.pem(),
                                             "AUTH",
                                             "Bank",
                                             ring,
                                             ring->versions(pms).back(),
                                             {},
                                             keys});
  }
  /// Whose signature of PMS is on the partner's certificate of this row.
  std::string signer_of(const std::string& id) const {
    const auto ours = crypto::Certificate::from_der(board->book()->partner(id)->resigned).value();
    for (const auto& version : keys->ring()->versions(pms))
      if (ours.is_signed_by(version->parsed().value())) return version->alias;
    return "nobody";
  }
  /// From now on another key of PMS is current; or none.
  void rotate(const std::vector<keymanager::Row>& next) {
    using keymanager::Kept;
    const keymanager::Lifetime over{living.generated, noon - std::chrono::minutes{1}};
    std::vector<keymanager::Row> rows{{pms, over, Kept::keystore, "old", "registration_master"}};
    rows.insert(rows.end(), next.begin(), next.end());
    keymanager::KeyRing::Versions versions;
    for (const auto& row : rows) versions.push_back(keymanager::version(row));
    keys->publish(std::make_shared<const keymanager::KeyRing>(keys->ring()->with(versions)));
  }
  void settle() {
    pool.release();
    journal.release();
  }
  void store_all() {
    while (!journal.held().empty()) journal.release();
  }
  /// Two at once: both are checked, and neither is stored yet.
  std::array<Asked<Resigned>, 2> uploads_of_one_partner(const Actor& actor) {
    upload(actor, root.certificate.pem());
    settle();
    const Holder leaf = held({"leaf"}, &root);
    std::array both{resign(actor, leaf.certificate), resign(actor, leaf.certificate)};
    pool.release();
    return both;
  }
  size_t stored() { return load_book(journal.store(), owner).value()->authorities(); }

  const store::Owner owner{0, store::Service::partner};
  const keymanager::KeyName pms{"PMS", ""};
  const keymanager::Lifetime living{noon - std::chrono::days{1}, noon + std::chrono::days{2000}};
  const keymanager::Row new_key{
      pms, {noon, living.expires}, keymanager::Kept::keystore, "new", "registration_base"};
  const std::shared_ptr<keymanager::KeyBoard> keys = std::make_shared<keymanager::KeyBoard>(
      std::make_shared<const keymanager::KeyRing>(keymanager::ring_of(
          {{{"ROOT", ""}, living, keymanager::Kept::keystore, "", "root"},
           {pms, living, keymanager::Kept::keystore, "old", "registration_master"}})));
  ActorFixture actors;
  HeldJournal journal{actors};
  Recorded recorded{journal};
  HeldPool pool{actors};
  crypto_pool::Runner device{};  ///< of tests with keys in a device
  std::shared_ptr<BookBoard> board;
  const Holder root = held({"root"});
  const Holder middle = held({"middle"}, &root);
};

TEST_F(PartnerActor, OnlyWhatNeedsAKeyWaitsForItsDevice) {
  HeldPool hanging{actors};
  device = hanging.runner();
  const auto actor = spawn();
  upload(actor, root.certificate.pem());
  settle();
  const auto stranger = resign(actor, held({"leaf"}, &middle).certificate);
  settle();
  EXPECT_EQ(stranger.error(), Errc::partner_path_unknown);
  EXPECT_EQ(hanging.waiting(), 0u);

  const Holder leaf = held({"leaf"}, &root);
  const auto first = resign(actor, leaf.certificate);
  settle();
  EXPECT_FALSE(first.arrived());
  EXPECT_EQ(hanging.waiting(), 1u);
  hanging.release();
  settle();
  ASSERT_TRUE(first.result().ok());
  const auto again = resign(actor, leaf.certificate);
  settle();
  settle();
  EXPECT_EQ(again.value().id, first.value().id);
  EXPECT_EQ(hanging.waiting(), 0u);
}

TEST_F(PartnerActor, AnAuthorityIsShownAndAnsweredOnlyWhenItIsDurable) {
  const auto actor = spawn();
  const auto asked = upload(actor, root.certificate.pem());
  EXPECT_EQ(pool.waiting(), 1u);
  pool.release();
  EXPECT_EQ(journal.held().size(), 1u);
  EXPECT_FALSE(asked.arrived());
  EXPECT_EQ(board->book()->authorities(), 0u);
  journal.release();
  EXPECT_EQ(asked.value(), UploadStatus::success);
  EXPECT_EQ(board->book()->authorities(), 1u);
  EXPECT_EQ(stored(), 1u);
}

TEST_F(PartnerActor, OfUploadsAtOnceOneSucceeds) {
  const auto actor = spawn();
  std::vector<Asked<UploadStatus>> all;
  for (int i = 0; i < 8; ++i) all.push_back(upload(actor, root.certificate.pem()));
  EXPECT_EQ(pool.waiting(), 8u);
  pool.release();
  for (const auto& one : all) EXPECT_FALSE(one.arrived());  // a refusal rests on the write too
  store_all();
  size_t successes = 0;
  for (const auto& one : all) {
    if (one.result().ok())
      ++successes;
    else
      EXPECT_EQ(one.error(), Errc::partner_ca_known);
  }
  EXPECT_EQ(successes, 1u);
  EXPECT_EQ(stored(), 1u);
}

TEST_F(PartnerActor, BundlesAreCountedByWhatIsNew) {
  const auto actor = spawn();
  const std::string bundle = bundle_of({middle.certificate, root.certificate});
  const auto first = upload(actor, bundle), second = upload(actor, bundle);
  settle();
  EXPECT_EQ(first.value(), UploadStatus::success);
  EXPECT_EQ(second.value(), UploadStatus::failed);
  const auto third = upload(actor, bundle_of({root.certificate, held({"new"}).certificate}));
  settle();
  EXPECT_EQ(third.value(), UploadStatus::partial);
  EXPECT_EQ(board->book()->authorities(), 3u);
}

TEST_F(PartnerActor, APartnerAndItsBundleAreStoredTogether) {
  const auto actor = spawn();
  const auto uploaded = upload(actor, root.certificate.pem());
  settle();
  const Holder leaf = held({"leaf"}, &root);
  const auto asked = resign(actor, leaf.certificate);
  pool.release();
  ASSERT_EQ(journal.held().size(), 1u);
  EXPECT_FALSE(asked.arrived());
  EXPECT_EQ(board->book()->partners(), 0u);
  journal.release();
  const auto kept = board->book()->partner(asked.value().id);
  ASSERT_NE(kept, nullptr);
  EXPECT_EQ(kept->certificate, leaf.certificate.der());
  EXPECT_FALSE(asked.value().bundle.empty());
  EXPECT_EQ(board->book()->authorities(), 3u);
}

TEST_F(PartnerActor, ACertificateThatWasSignedIsAnsweredByItsRow) {
  auto actor = spawn();
  const auto uploaded = upload(actor, root.certificate.pem());
  settle();
  const Holder leaf = held({"leaf"}, &root);
  const auto asked = resign(actor, leaf.certificate);
  settle();
  for (int i = 0; i < 2; ++i) {
    const auto again = resign(actor, leaf.certificate);
    pool.release();
    EXPECT_TRUE(journal.held().empty());  // nothing is written
    EXPECT_EQ(again.value().id, asked.value().id);
    EXPECT_EQ(again.value().bundle, asked.value().bundle);
    actor = spawn();  // nor does a restart forget it
  }
  EXPECT_EQ(board->book()->partners(), 1u);
}

TEST_F(PartnerActor, OfUploadsOfOnePartnerAtOnceAllAreAnsweredByOneRow) {
  const auto actor = spawn();
  const auto [first, second] = uploads_of_one_partner(actor);
  EXPECT_FALSE(second.arrived());
  store_all();
  EXPECT_TRUE(first.arrived());
  pool.release();  // the second is checked again
  store_all();
  EXPECT_EQ(second.value().id, first.value().id);
  EXPECT_EQ(second.value().bundle, first.value().bundle);
  EXPECT_EQ(board->book()->partners(), 1u);
}

TEST_F(PartnerActor, TheKeySignsThatIsCurrentWhenThePoolComesToIt) {
  const auto actor = spawn();
  const auto uploaded = upload(actor, root.certificate.pem());
  settle();
  const auto asked = resign(actor, held({"leaf"}, &root).certificate);
  rotate({new_key});
  settle();
  EXPECT_EQ(signer_of(asked.value().id), "new");
}

TEST_F(PartnerActor, NotTheOneOfTheCheckBeforeEither) {
  const auto actor = spawn();
  const auto [first, second] = uploads_of_one_partner(actor);
  store_all();
  rotate({new_key});
  pool.release();
  store_all();
  EXPECT_EQ(signer_of(first.value().id), "old");
  EXPECT_EQ(signer_of(second.value().id), "new");
}

TEST_F(PartnerActor, NorInADevice) {
  HeldPool token{actors};
  device = token.runner();
  const auto actor = spawn();
  const auto uploaded = upload(actor, root.certificate.pem());
  settle();
  const auto asked = resign(actor, held({"leaf"}, &root).certificate);
  pool.release();
  ASSERT_EQ(token.waiting(), 1u);
  rotate({new_key});
  token.release();
  journal.release();
  EXPECT_EQ(signer_of(asked.value().id), "new");
}

TEST_F(PartnerActor, AKeyThatWasRevokedMeanwhileSignsNothing) {
  const auto actor = spawn();
  const auto uploaded = upload(actor, root.certificate.pem());
  settle();
  const auto asked = resign(actor, held({"leaf"}, &root).certificate);
  rotate({});
  pool.release();
  EXPECT_EQ(asked.error(), Errc::overloaded);
  EXPECT_TRUE(journal.held().empty());
}

TEST_F(PartnerActor, WhoMadeRoomIsRecordedWithTheUpload) {
  store::Batch batch{owner};
  for (size_t i = 0; i < partners_max; ++i) {
    const std::string id = std::to_string(i);
    const Partner one{{id, "id", "AUTH", noon}, "Bank", "c" + id, "r", noon};
    batch.put(record_key(one), encoded(one));
  }
  journal.store().apply(batch);
  // The first to end is over.
  store::Batch over{owner};
  const Partner first{{"7", "id", "AUTH", noon}, "Bank", "c7", "r", noon - std::chrono::seconds{1}};
  over.put(record_key(first), encoded(first));
  journal.store().apply(over);
  const auto actor = spawn();
  const auto uploaded = upload(actor, root.certificate.pem());
  settle();
  const auto asked = resign(actor, held({"leaf"}, &root).certificate);
  settle();
  EXPECT_EQ(recorded.events(owner).back(),
            "PARTNER_CERTIFICATE_ADDED||" + asked.value().id + "|success, in place of 7");
  EXPECT_EQ(board->book()->partner("7"), nullptr);
}

TEST_F(PartnerActor, RefusalsWriteNothing) {
  const auto actor = spawn();
  const auto orphan = upload(actor, middle.certificate.pem());
  const auto partner = resign(actor, middle.certificate);
  pool.release();
  EXPECT_EQ(orphan.error(), Errc::partner_root_unknown);
  EXPECT_EQ(partner.error(), Errc::partner_path_unknown);
  EXPECT_TRUE(journal.held().empty());
}

TEST_F(PartnerActor, AFullPoolIsToldToTheClient) {
  const auto actor = spawn();
  const auto authority = upload(actor, root.certificate.pem());
  const auto partner = resign(actor, middle.certificate);
  pool.refuse();
  EXPECT_EQ(authority.error(), Errc::overloaded);
  EXPECT_EQ(partner.error(), Errc::overloaded);
}

TEST_F(PartnerActor, WhatACrashLosesWasNeverShown) {
  const auto actor = spawn();
  const auto asked = upload(actor, root.certificate.pem());
  pool.release();
  journal.lose();
  actors.end();
  EXPECT_FALSE(asked.arrived() && !asked.failed());
  EXPECT_EQ(board->book()->authorities(), 0u);
}

TEST_F(PartnerActor, ANewActorKnowsWhatTheOldOneStored) {
  auto actor = spawn();
  const auto first = upload(actor, root.certificate.pem());
  settle();
  actor = spawn();
  const auto below = upload(actor, middle.certificate.pem());
  const auto again = upload(actor, root.certificate.pem());
  settle();
  EXPECT_EQ(below.value(), UploadStatus::success);
  EXPECT_EQ(again.error(), Errc::partner_ca_known);
}
}  // namespace partner
