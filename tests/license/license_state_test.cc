// tests/license/license_state_test.cc: the keys of one partition: drawing, every error, its memory,
// a crash.
#include "actors/license/license_state.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "actors/base/partition_of.h"
#include "tests/fakes/memory_transaction.h"
#include "tests/fakes/seeded_random.h"

namespace license {
using std::chrono::hours;
using testing::ElementsAre;
const UtcTime noon{std::chrono::seconds{1'704'196'800}};  // 2024-01-02 12:00:00 UTC
const Rules rules{16, {"OTP Trigger", "OTP Authentication", "eKYC - Full"}};

Licenses licenses_of(Share share, uint64_t seed = 1) {
  return Licenses{rules, share, std::make_shared<SeededRandom>(seed)};
}

struct LicenseState : testing::Test {
  std::string generated(const std::string& misp_id = "4411") {
    const auto key = licenses.generate(misp_id, noon + hours{1}, noon, tx);
    EXPECT_TRUE(key.ok());
    return key.value();
  }
  /// A key that may do `permissions`.
  std::string mapped(const std::vector<std::string>& permissions = {"OTP Trigger"}) {
    const std::string key = generated();
    EXPECT_TRUE(licenses.map({"4411", key}, permissions, tx).ok());
    return key;
  }
  Result<std::vector<std::string>> look_up(const std::string& key, UtcTime now = noon) {
    return licenses.permissions({"4411", key}, now, tx);
  }

  MemoryTransaction tx;
  Licenses licenses = licenses_of({});
};

TEST_F(LicenseState, AKeyIsLettersAndDigitsAndNew) {
  std::set<std::string> keys;
  for (int i = 0; i < 1'000; ++i) keys.insert(generated());
  EXPECT_EQ(keys.size(), 1'000u);
  std::set<char> seen;
  for (const auto& key : keys) {
    EXPECT_EQ(key.size(), 16u);
    seen.insert(key.begin(), key.end());
  }
  EXPECT_EQ(seen.size(), 62u);
  for (const char c : seen) EXPECT_TRUE(std::isalnum(static_cast<unsigned char>(c))) << c;
}

TEST_F(LicenseState, AKeyBelongsToThePartitionThatDrewIt) {
  for (uint16_t partition = 0; partition < 4; ++partition) {
    Licenses one = licenses_of({partition, 4});
    for (int i = 0; i < 50; ++i)
      EXPECT_EQ(partition_of(one.generate("4411", noon + hours{1}, noon, tx).value(), 4),
                partition);
  }
}

TEST_F(LicenseState, AKeyThatIsTakenIsDrawnAgain) {
  const std::string first = generated("4411");
  Licenses same_luck = licenses_of({});
  const auto second = same_luck.generate("4412", noon + hours{1}, noon, tx);
  EXPECT_NE(second.value(), first);
  EXPECT_EQ(tx.entries.size(), 2u);
  EXPECT_EQ(look_up(first).error(), Errc::license_no_permissions);  // still 4411's
}

TEST_F(LicenseState, GenerateChecksInOrder) {
  const auto refused = [&](const std::string& misp_id, UtcTime expires) {
    return licenses.generate(misp_id, expires, noon, tx).error();
  };
  EXPECT_EQ(refused(" ", noon - hours{1}), Errc::license_misp_blank);
  EXPECT_EQ(refused(std::string(257, '1'), noon - hours{1}), Errc::license_unreadable);
  EXPECT_EQ(refused("4411", noon), Errc::license_expiry_past);
  EXPECT_EQ(refused("4411", UtcTime{}), Errc::license_expiry_past);  // none was given
  EXPECT_TRUE(tx.entries.empty());
}

TEST_F(LicenseState, PermissionsAddUpNewestFirst) {
  const std::string key = mapped({"OTP Trigger", "OTP Trigger"});
  ASSERT_TRUE(licenses.map({"4411", key}, {"eKYC - Full", "OTP Trigger"}, tx).ok());
  EXPECT_THAT(look_up(key).value(), ElementsAre("eKYC - Full", "OTP Trigger"));
}

TEST_F(LicenseState, MappingChecksInOrderAndChangesNothing) {
  const std::string key = mapped();
  const auto entries = tx.entries;
  const auto refused = [&](const Pair& pair, const std::vector<std::string>& permissions) {
    return licenses.map(pair, permissions, tx).error();
  };
  EXPECT_EQ(refused({"", key}, {"nonsense"}), Errc::license_misp_blank);
  EXPECT_EQ(refused({"4411", ""}, {"nonsense"}), Errc::license_key_blank);
  EXPECT_EQ(refused({"4411", key}, {}), Errc::license_permission_blank);
  EXPECT_EQ(refused({"4411", "unknown"}, {"nonsense"}), Errc::license_not_found);
  EXPECT_EQ(refused({"4412", key}, {"nonsense"}), Errc::license_not_found);
  EXPECT_EQ(refused({"4411", key}, {"OTP Trigger", "nonsense"}), Errc::license_permission_unknown);
  EXPECT_EQ(tx.entries, entries);
  EXPECT_THAT(look_up(key).value(), ElementsAre("OTP Trigger"));
}

TEST_F(LicenseState, LookupsAreRefused) {
  const std::string key = mapped();
  EXPECT_EQ(licenses.permissions({"", ""}, noon, tx).faults().size(), 2u);
  EXPECT_EQ(look_up("unknown").error(), Errc::license_not_found);
  EXPECT_EQ(licenses.permissions({"4412", key}, noon, tx).error(), Errc::license_not_found);
  EXPECT_TRUE(look_up(key, noon + hours{1}).ok());
  EXPECT_EQ(look_up(key, noon + hours{2}).error(), Errc::license_expired);
  EXPECT_EQ(look_up(generated()).error(), Errc::license_no_permissions);
}

TEST_F(LicenseState, AKeyThatIsNotActiveIsNotFoundUntilItIsAgain) {
  const std::string key = mapped();
  for (const char* status : {"SUSPENDED", "BLOCKED"}) {
    ASSERT_TRUE(licenses.set_status(key, status, tx).ok());
    EXPECT_EQ(look_up(key).error(), Errc::license_not_found);
  }
  ASSERT_TRUE(licenses.set_status(key, "ACTIVE", tx).ok());
  EXPECT_THAT(look_up(key).value(), ElementsAre("OTP Trigger"));
}

TEST_F(LicenseState, StatusChecksInOrderAndChangesNothing) {
  const std::string key = mapped();
  const auto entries = tx.entries;
  EXPECT_EQ(licenses.set_status(" ", "nonsense", tx).error(), Errc::license_key_blank);
  EXPECT_EQ(licenses.set_status("unknown", "nonsense", tx).error(), Errc::license_unreadable);
  EXPECT_EQ(licenses.set_status("unknown", "BLOCKED", tx).error(), Errc::license_not_found);
  EXPECT_EQ(licenses.set_status(key, "", tx).error(), Errc::license_unreadable);
  EXPECT_EQ(tx.entries, entries);
  EXPECT_TRUE(look_up(key).ok());
}

TEST_F(LicenseState, ALookupOfARememberedKeyReadsNothingButWaits) {
  const std::string key = mapped();
  tx.waited_for.clear();
  const size_t reads = tx.reads;
  EXPECT_TRUE(look_up(key).ok());
  EXPECT_EQ(tx.reads, reads);
  EXPECT_EQ(tx.waited_for, "L" + key);
}

TEST_F(LicenseState, AfterACrashTheStoreKnows) {
  const std::string key = mapped();
  const std::string blocked = mapped();
  ASSERT_TRUE(licenses.set_status(blocked, "BLOCKED", tx).ok());
  MemoryTransaction after{tx.entries};
  Licenses again = licenses_of({}, 2);
  EXPECT_THAT(again.permissions({"4411", key}, noon, after).value(), ElementsAre("OTP Trigger"));
  EXPECT_EQ(again.permissions({"4411", blocked}, noon, after).error(), Errc::license_not_found);
  EXPECT_EQ(after.reads, 2u);
  EXPECT_TRUE(again.permissions({"4411", key}, noon, after).ok());
  EXPECT_EQ(after.reads, 2u);  // remembered from here on
}

TEST_F(LicenseState, ItsMemoryIsBounded) {
  const std::string first = mapped();
  for (size_t i = 0; i < Licenses::remembered_max; ++i) generated();
  const size_t reads = tx.reads;
  EXPECT_THAT(look_up(first).value(), ElementsAre("OTP Trigger"));
  EXPECT_EQ(tx.reads, reads + 1);
}

TEST_F(LicenseState, AFailedReadIsAnInternalError) {
  const std::string key = mapped();
  licenses.forget();
  tx.fail_reads = store::Errc::io;
  EXPECT_EQ(look_up(key).error(), Errc::license_internal);
  EXPECT_EQ(licenses.map({"4411", key}, {"eKYC - Full"}, tx).error(), Errc::license_internal);
  EXPECT_EQ(licenses.set_status(key, "BLOCKED", tx).error(), Errc::license_internal);
  EXPECT_EQ(licenses.generate("4411", noon + hours{1}, noon, tx).error(), Errc::license_internal);
  tx.fail_reads.reset();
  EXPECT_THAT(look_up(key).value(), ElementsAre("OTP Trigger"));
}

TEST_F(LicenseState, ADamagedRecordIsAnInternalError) {
  const std::string key = mapped();
  licenses.forget();
  tx.entries.at("L" + key).resize(5);
  EXPECT_EQ(look_up(key).error(), Errc::license_internal);
}
}  // namespace license
