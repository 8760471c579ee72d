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
                                  UtcTime expires) {
  KeyVersion out;
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

  std::string fault_text = "the token is gone";
};

http::Keys keys_of(std::shared_ptr<keystore::Keystore> keystore, const KeyRing& ring) {
  http::Keys keys;
  keys.board = std::make_shared<keymanager::KeyBoard>(std::make_shared<const KeyRing>(ring));
  keys.private_keys = std::make_shared<keymanager::PrivateKeys>(std::move(keystore));
  return keys;
}

TEST(KeyFigures, DaysOfCurrentKeysInTheKeystore) {
  const KeyRing ring = KeyRing{}.with(
      {version("a", {"ROOT", ""}, Kept::keystore, noon + days{2000}),
       version("b", {"KERNEL", "SIGN"}, Kept::keystore, noon + days{100} + hours{12}),
       version("c", {"PMS", ""}, Kept::keystore, noon - days{1}),
       version("d", {"KERNEL", "BASE"}, Kept::wrapped, noon + days{300}),
       version("e", {"KERNEL", "CACHE"}, Kept::secret, noon + days{300}),
       version("f", {"AUTH_TOKEN", ""}, Kept::sealed, noon + days{400})});
  EXPECT_THAT(days_to_expiry(ring, noon),
              ElementsAre(Pair(KeyName{"AUTH_TOKEN", ""}, 400),
                          Pair(KeyName{"KERNEL", "SIGN"}, 100.5), Pair(KeyName{"ROOT", ""}, 2000)));
  EXPECT_THAT(count_by_kept(ring), ElementsAre(Pair(Kept::keystore, 3), Pair(Kept::wrapped, 1),
                                               Pair(Kept::certificate_only, 0),
                                               Pair(Kept::secret, 1), Pair(Kept::sealed, 1)));
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
  ASSERT_EQ(down.size(), 2u);
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
}
}  // namespace
}  // namespace startup
