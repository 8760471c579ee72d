// tests/license/license_rules_test.cc: order of checks, accepted permissions, the record's codec.
#include "actors/license/license_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "actors/license/license_record.h"

namespace license {
using testing::ElementsAre;
using testing::IsEmpty;
using Texts = std::vector<std::string>;
const UtcTime midday{std::chrono::seconds{1'704'196'800}};  // 2024-01-02 12:00:00 UTC

std::vector<Errc> codes(const Faults& faults) {
  std::vector<Errc> out;
  for (const auto& fault : faults) out.push_back(fault.errc);
  return out;
}

TEST(LicenseRules, AStatusIsComparedToTheLetter) {
  EXPECT_EQ(status_of("ACTIVE"), Status::active);
  EXPECT_EQ(status_of("SUSPENDED"), Status::suspended);
  EXPECT_EQ(status_of("BLOCKED"), Status::blocked);
  for (const char* other : {"", "active", "ACTIVE ", "REVOKED"})
    EXPECT_EQ(status_of(other), std::nullopt) << other;
}

TEST(LicenseRules, ABlankPairIsToldTogether) {
  EXPECT_THAT(codes(faults_of_pair("4411", "key")), IsEmpty());
  EXPECT_THAT(codes(faults_of_pair("", "key")), ElementsAre(Errc::license_misp_blank));
  EXPECT_THAT(codes(faults_of_pair("4411", " \t")), ElementsAre(Errc::license_key_blank));
  EXPECT_THAT(codes(faults_of_pair("\r\n", "")),
              ElementsAre(Errc::license_misp_blank, Errc::license_key_blank));
}

TEST(LicenseRules, ABlankPermissionComesLast) {
  EXPECT_THAT(codes(faults_of_mapping("4411", "key", {"a"})), IsEmpty());
  EXPECT_THAT(codes(faults_of_mapping("4411", "key", {})),
              ElementsAre(Errc::license_permission_blank));
  EXPECT_THAT(codes(faults_of_mapping("4411", "key", {"a", " "})),
              ElementsAre(Errc::license_permission_blank));
  EXPECT_THAT(codes(faults_of_mapping("", "", {""})),
              ElementsAre(Errc::license_misp_blank, Errc::license_key_blank,
                          Errc::license_permission_blank));
}

TEST(LicenseRules, APermissionIsAcceptedWholeOnly) {
  const Rules rules{16, {"OTP Trigger", "eKYC - Full"}};
  EXPECT_TRUE(accepts(rules, {"eKYC - Full", "OTP Trigger"}));
  for (const char* other : {"OTP", "OTP Trigger ", "otp trigger", "a OTP Trigger", "eKYC - No"})
    EXPECT_FALSE(accepts(rules, {"OTP Trigger", other})) << other;
}

TEST(LicenseRules, TheNewPermissionsComeFirstAndEachOnce) {
  EXPECT_THAT(joined({"c", "a", "c"}, {"b", "a"}), ElementsAre("c", "a", "b"));
  EXPECT_THAT(joined({"a"}, {}), ElementsAre("a"));
}

TEST(LicenseRules, ALookupIsRefusedInOrder) {
  License license{"4411", midday, Status::active, {"a"}};
  EXPECT_EQ(lookup_fault(license, midday), std::nullopt);
  license.permissions.clear();
  EXPECT_EQ(lookup_fault(license, midday), Errc::license_no_permissions);
  const UtcTime after = midday + UtcTime::duration{1};
  EXPECT_EQ(lookup_fault(license, after), Errc::license_expired);
  for (const Status status : {Status::suspended, Status::blocked}) {
    license.status = status;
    EXPECT_EQ(lookup_fault(license, after), Errc::license_not_found);
  }
}

TEST(LicenseRecord, ComesBackAsItWas) {
  const License license{"4411", midday, Status::blocked, {"OTP Trigger", ""}};
  const auto again = decoded(encoded(license));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->misp_id, "4411");
  EXPECT_EQ(again->expires, midday);
  EXPECT_EQ(again->status, Status::blocked);
  EXPECT_THAT(again->permissions, ElementsAre("OTP Trigger", ""));
}

TEST(LicenseRecord, DamageIsNoticed) {
  const std::string record = encoded({"4411", midday, Status::active, {"OTP Trigger"}});
  for (size_t bytes = 0; bytes < record.size(); ++bytes)
    EXPECT_FALSE(decoded(record.substr(0, bytes))) << bytes;
  EXPECT_FALSE(decoded(record + "x"));
  for (const size_t at : {0u, 1u}) {  // format and status
    for (const char wrong : {'\0', '\4', '\x7f'}) {
      std::string damaged = record;
      damaged[at] = wrong;
      EXPECT_FALSE(decoded(damaged)) << at << " " << int{wrong};
    }
  }
}
}  // namespace license
