// tests/startup/key_figures_test.cc: what operators see of keys.
#include "http/startup/key_figures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "crypto/certificate.h"
#include "crypto/private_key.h"

namespace startup {
namespace {
using keymanager::Kept;
using keymanager::KeyName;
using keymanager::KeyRing;
using keymanager::KeyVersion;
using std::chrono::days;
using std::chrono::hours;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using Status = http::Health::Status;
const UtcTime noon{std::chrono::seconds{1'704'196'800}};

keymanager::KeyVersionPtr version(const std::string& alias, const KeyName& name, Kept kept,
                                  UtcTime expires, bool is_revoked = false) {
  KeyVersion out;
  out.is_revoked = is_revoked;
  out.alias = alias;
  out.name = name;
  out.kept = kept;
  out.uni_ident = alias;
  out.life = {noon - days{10}, expires};
  return std::make_shared<const KeyVersion>(std::move(out));
}

/// A keystore that does not answer.
class Mute : public keystore::Keystore {
 public:
  using Errc = keystore::Errc;
  std::string_view type() const override { return "MUTE"; }
  Expected<keystore::NewKey, Errc> generate(const std::string&, crypto::KeyKind) override {
    return Errc::unavailable;
  }
  Expected<std::string, Errc> generate_secret(const std::string&) override {
    return Errc::unavailable;
  }
  Expected<crypto::PrivateKeyPtr, Errc> open(const std::string&, std::string_view) override {
    return Errc::unavailable;
  }
  Expected<Done, Errc> put_certificate(const std::string&, const crypto::Certificate&) override {
    return Errc::unavailable;
  }
  Expected<Done, Errc> remove(const std::string&) override { return Errc::unavailable; }
  Expected<std::vector<std::string>, Errc> aliases() override { return Errc::unavailable; }
  Expected<crypto::SecureBytes, Errc> export_pkcs8(const std::string&, std::string_view) override {
    return Errc::unavailable;
  }
  Expected<keystore::NewKey, Errc> import_pkcs8(const std::string&, std::span<const std::byte>,
                                                const crypto::Certificate&) override {
    return Errc::unavailable;
  }
  std::string fault() const override { return fault_text; }
  std::string warning() const override { return warning_text; }

  std::string fault_text = "the token is gone", warning_text;
};

http::Keys keys_of(std::shared_ptr<keystore::Keystore> keystore, const KeyRing& ring) {
  http::Keys keys;
  keys.board = std::make_shared<keymanager::KeyBoard>(std::make_shared<const KeyRing>(ring));
  keys.private_keys = std::make_shared<keymanager::PrivateKeys>(std::move(keystore));
  return keys;
}

TEST(KeyFigures, DaysOfTheNewestKeysThatAreRenewedByTime) {
  const KeyRing ring = KeyRing{}.with(
      {version("a", {"ROOT", ""}, Kept::keystore, noon + days{2000}),
       version("b", {"KERNEL", "SIGN"}, Kept::keystore, noon + days{100} + hours{12}),
       version("c", {"PMS", ""}, Kept::keystore, noon - days{1}),
       version("d", {"KERNEL", "BASE"}, Kept::wrapped, noon + days{300}),
       version("e", {"KERNEL", "CACHE"}, Kept::secret, noon + days{300}),
       version("f", {"AUTH_TOKEN", ""}, Kept::sealed, noon + days{400})});
  EXPECT_THAT(
      days_to_expiry(ring, noon),
      ElementsAre(Pair(KeyName{"AUTH_TOKEN", ""}, 400), Pair(KeyName{"KERNEL", "SIGN"}, 100.5),
                  Pair(KeyName{"PMS", ""}, -1), Pair(KeyName{"ROOT", ""}, 2000)));
  EXPECT_THAT(count_by_kept(ring), ElementsAre(Pair(Kept::keystore, 3), Pair(Kept::wrapped, 1),
                                               Pair(Kept::certificate_only, 0),
                                               Pair(Kept::secret, 1), Pair(Kept::sealed, 1)));
}

TEST(KeyFigures, DaysGoOnBeyondTheHandOverAndTheEnd) {
  // KERNEL:SIGN hands over 60 days before its end, and nothing renews it here.
  const KeyName name{"KERNEL", "SIGN"};
  const KeyRing ring = KeyRing{}.with({version("a", name, Kept::keystore, noon + days{70})});
  for (const int later : {0, 9, 11, 69, 70, 71, 100}) {
    EXPECT_THAT(days_to_expiry(ring, noon + days{later}), ElementsAre(Pair(name, 70 - later)));
  }
  const KeyRing renewed = ring.with({version("b", name, Kept::keystore, noon + days{500})});
  EXPECT_THAT(days_to_expiry(renewed, noon), ElementsAre(Pair(name, 500)));
  // Whoever revokes a key does not wait for another.
  const KeyRing revoked = ring.with({version("a", name, Kept::keystore, noon, true)});
  EXPECT_THAT(days_to_expiry(revoked, noon), IsEmpty());
}

TEST(KeyFigures, CountsTheEndsThatNobodyRenews) {
  const KeyRing ring =
      KeyRing{}.with({version("a", {"PMS", "one"}, Kept::wrapped, noon + days{30}),
                      version("b", {"PMS", "two"}, Kept::wrapped, noon + days{31}),
                      version("c", {"PMS", "three"}, Kept::wrapped, noon),
                      version("d", {"PARTNER", "bank"}, Kept::certificate_only, noon + days{1}),
                      version("e", {"PARTNER", "left"}, Kept::certificate_only, noon - days{31}),
                      version("f", {"PARTNER", "late"}, Kept::certificate_only, noon - days{30}),
                      version("g", {"KERNEL", "CACHE"}, Kept::secret, noon + days{29}),
                      version("h", {"KERNEL", "GONE"}, Kept::secret, noon - days{1}, true),
                      version("i", {"KERNEL", "SIGN"}, Kept::keystore, noon + days{1})});
  EXPECT_THAT(ending_keys(ring, noon), ElementsAre(Pair(Kept::wrapped, (Ending{1, 1})),
                                                   Pair(Kept::certificate_only, (Ending{1, 2})),
                                                   Pair(Kept::secret, (Ending{1, 0}))));
  const auto health = key_health(keys_of(std::make_shared<Mute>(), ring), noon)[2];
  EXPECT_EQ(health.name, "keyExpiry");
  EXPECT_EQ(health.status, Status::warning);
  EXPECT_EQ(health.detail, "3 end soon or have ended: KERNEL:CACHE, PARTNER:bank, PARTNER:late");
  // Superseded, it ends for nobody.
  const KeyRing renewed =
      ring.with({version("j", {"PARTNER", "bank"}, Kept::certificate_only, noon + days{300})});
  EXPECT_EQ(ending_keys(renewed, noon).at(Kept::certificate_only), (Ending{0, 2}));
}

TEST(KeyFigures, HealthNamesOnlyAFew) {
  std::vector<keymanager::KeyVersionPtr> versions;
  for (const char c : std::string{"abcdefgh"})
    versions.push_back(version(std::string(1, c), {"PARTNER", std::string(1, c)},
                               Kept::certificate_only, noon + days{3}));
  const auto keystore = std::make_shared<Mute>();
  keystore->fault_text.clear();
  http::Keys keys = keys_of(keystore, KeyRing{}.with(versions));
  keys.missing = versions;
  const auto health = key_health(keys, noon);
  EXPECT_EQ(health[0].status, Status::warning);
  EXPECT_EQ(health[0].detail,
            "MUTE: 8 keys that ended were missing at the start: PARTNER:a a, PARTNER:b b, "
            "PARTNER:c c, PARTNER:d d, PARTNER:e e, ...");
  EXPECT_EQ(health[2].detail,
            "8 end soon or have ended: PARTNER:a, PARTNER:b, PARTNER:c, PARTNER:d, PARTNER:e, ...");
  keystore->fault_text = "the token is gone";
  EXPECT_EQ(key_health(keys, noon)[0].status, Status::down);
}

TEST(KeyFigures, HealthWarnsOfAKeystoreThatServesInPart) {
  const auto keystore = std::make_shared<Mute>();
  keystore->warning_text = "1 of 8 sessions hang";
  http::Keys keys = keys_of(keystore, {});
  EXPECT_EQ(key_health(keys, noon)[0].status, Status::down) << "it does not answer at all";
  keystore->fault_text.clear();
  EXPECT_EQ(key_health(keys, noon)[0].status, Status::warning);
  EXPECT_EQ(key_health(keys, noon)[0].detail, "MUTE: 1 of 8 sessions hang");
  keys.missing = {version("a", {"PMS", ""}, Kept::keystore, noon)};
  EXPECT_EQ(key_health(keys, noon)[0].detail,
            "MUTE: 1 of 8 sessions hang; 1 keys that ended were missing at the start: PMS: a");
}

TEST(KeyFigures, ARenewalIsOverdueOnlySinceItCouldBeKnown) {
  const auto ring_of = [](keymanager::KeyVersion row) {
    return KeyRing{}.with({std::make_shared<const KeyVersion>(std::move(row))});
  };
  const KeyName ec{"KERNEL", "EC_SECP256R1_SIGN"};
  // A key revoked a moment ago needs no successor; the next use makes one.
  KeyVersion row = *version("a", ec, Kept::keystore, noon - std::chrono::minutes{1}, true);
  EXPECT_THAT(overdue_renewals(ring_of(row), noon + days{1}), IsEmpty());
  // An upload a moment ago of a certificate that ends in ten days: due since then.
  row = *version("a", ec, Kept::keystore, noon + days{10});
  row.uploaded = noon - hours{2};
  EXPECT_THAT(overdue_renewals(ring_of(row), noon), IsEmpty());
  EXPECT_THAT(overdue_renewals(ring_of(row), noon + hours{1}), ElementsAre(ec));
}

TEST(KeyFigures, ARenewalIsOverdueTwoHoursAfterItIsDue) {
  // KERNEL:SIGN hands over 60 days before its end.
  const auto ring_due = [](UtcTime due) {
    return KeyRing{}.with({version("a", {"KERNEL", "SIGN"}, Kept::keystore, due + days{60}),
                           version("b", {"KERNEL", "BASE"}, Kept::wrapped, noon - days{1})});
  };
  EXPECT_THAT(overdue_renewals(ring_due(noon + hours{1}), noon), IsEmpty());
  EXPECT_THAT(overdue_renewals(ring_due(noon - hours{2}), noon), IsEmpty());
  EXPECT_THAT(overdue_renewals(ring_due(noon - hours{3}), noon),
              ElementsAre(KeyName{"KERNEL", "SIGN"}));
  const KeyRing renewed =
      ring_due(noon - hours{3})
          .with({version("c", {"KERNEL", "SIGN"}, Kept::keystore, noon + days{500})});
  EXPECT_THAT(overdue_renewals(renewed, noon), IsEmpty());
}

TEST(KeyFigures, HealthNamesTheKeystoreAndWhatIsOverdue) {
  const auto mute = std::make_shared<Mute>();
  const KeyRing ring = KeyRing{}.with(
      {version("a", {"KERNEL", "SIGN"}, Kept::keystore, noon + days{60} - hours{3})});
  const auto down = key_health(keys_of(mute, ring), noon);
  ASSERT_EQ(down.size(), 3u);
  EXPECT_EQ(down[0].name, "keystore");
  EXPECT_EQ(down[0].status, Status::down);
  EXPECT_EQ(down[0].detail, "MUTE: the token is gone");
  EXPECT_EQ(down[1].name, "keyRenewal");
  EXPECT_EQ(down[1].status, Status::warning);
  EXPECT_EQ(down[1].detail, "1 overdue: KERNEL:SIGN");

  mute->fault_text.clear();
  const auto up = key_health(keys_of(mute, {}), noon);
  EXPECT_EQ(up[0].status, Status::up);
  EXPECT_EQ(up[0].detail, "MUTE");
  EXPECT_EQ(up[1].status, Status::up);
  EXPECT_EQ(up[2].status, Status::up);
}
}  // namespace
}  // namespace startup
