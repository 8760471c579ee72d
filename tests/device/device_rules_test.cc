// tests/device/device_rules_test.cc: windows, states, and what a client says against what is known.
#include "actors/device/device_rules.h"

#include <gtest/gtest.h>

#include "actors/device/device_record.h"
#include "actors/device/trust_record.h"
#include "tests/device/device_samples.h"

namespace device {
using std::chrono::milliseconds;
using std::chrono::minutes;

TEST(DeviceRules, Texts) {
  EXPECT_EQ(purpose_of("auth"), Purpose::auth);
  EXPECT_EQ(purpose_of("Registration"), Purpose::registration);
  EXPECT_EQ(purpose_of("AUTHENTICATION"), std::nullopt);
  EXPECT_EQ(certification_of("L1"), Certification::l1);
  EXPECT_EQ(certification_of("l1"), std::nullopt);
  EXPECT_EQ(status_of("Retired"), Status::retired);
  EXPECT_EQ(status_of("lost"), std::nullopt);
}

TEST(DeviceRules, TheWindowIncludesItsEnds) {
  const Window both = window_of("+5").value();
  EXPECT_EQ(window_fault(both, noon + minutes{5}, noon), std::nullopt);
  EXPECT_EQ(window_fault(both, noon - minutes{5}, noon), std::nullopt);
  EXPECT_EQ(window_fault(both, noon + minutes{5} + milliseconds{1}, noon),
            (Fault{Errc::device_time_after, {"5"}}));
  EXPECT_EQ(window_fault(both, noon - minutes{5} - milliseconds{1}, noon),
            (Fault{Errc::device_time_before, {"5"}}));
  const Window past = window_of("-10").value();
  EXPECT_EQ(window_fault(past, noon, noon), std::nullopt);
  EXPECT_EQ(window_fault(past, noon + milliseconds{1}, noon),
            (Fault{Errc::device_time_after, {"10"}}));
  EXPECT_EQ(window_fault(past, noon - minutes{10}, noon), std::nullopt);
  EXPECT_TRUE(window_of("7").value().may_lie_ahead);
  for (const char* wrong : {"", "+", "soon", "+-5", "5m", "1441", "99999999999"})
    EXPECT_FALSE(window_of(wrong)) << wrong;
}

TEST(DeviceRules, TheStateMachine) {
  using enum Status;
  const auto fault = [](Status before, Status wanted) {
    const auto result = may_become(before, wanted);
    return result.ok() ? std::string{} : std::string{row_of(result.error()).name};
  };
  for (const Status status : {registered, retired, revoked})
    EXPECT_EQ(fault(status, status), "device_status_same");
  EXPECT_EQ(fault(registered, retired), "");
  EXPECT_EQ(fault(registered, revoked), "");
  EXPECT_EQ(fault(retired, registered), "");
  EXPECT_EQ(fault(retired, revoked), "");
  EXPECT_EQ(fault(revoked, registered), "device_status_revoked");
  EXPECT_EQ(fault(revoked, retired), "device_status_revoked");
}

TEST(DeviceRules, WhoMayBeTrustedAtAll) {
  Device device = sample_device();
  Validation asked;
  EXPECT_EQ(device_fault(device, asked), std::nullopt);
  asked.purpose = Purpose::registration;
  EXPECT_EQ(device_fault(device, asked), Errc::validate_no_device);
  asked.purpose = Purpose::auth;
  EXPECT_EQ(device_fault(device, asked), std::nullopt);
  device.status = Status::retired;
  EXPECT_EQ(device_fault(device, asked), Errc::validate_retired);
  device.is_active = false;
  EXPECT_EQ(device_fault(device, asked), Errc::validate_no_device);
}

TEST(DeviceRules, EachDifferenceIsAFault) {
  const auto types = shipped_types();
  const Device device = sample_device();
  DigitalId said = device.digital_id;
  EXPECT_TRUE(differences(device, said, *types).empty());
  said.type = "FINGER";
  said.sub_type = "single";
  said.date_time = "whenever";
  EXPECT_TRUE(differences(device, said, *types).empty());
  said = {"S2", "Other", "provider-2", "X", "Y", "", "Iris", "Double"};
  const Faults faults = differences(device, said, *types);
  const auto differs = [](const char* what) { return Fault{Errc::validate_differs, {what}}; };
  EXPECT_EQ(faults,
            (Faults{differs("make"), differs("model"), Fault{Errc::validate_provider_differs, {}},
                    differs("serialNo"), differs("type"), differs("subType")}));
}

TEST(DeviceRules, ATypeThatTheTableHasNoMoreStaysTheDevices) {
  const DeviceTypes later =
      DeviceTypes::read("type|Ear|Ear|\nsub-type|Ear|Left\ntype-alias|Finger|Ear\n").value();
  const Device device = sample_device();
  DigitalId said = device.digital_id;
  EXPECT_TRUE(differences(device, said, later).empty());
  said.type = "finger";
  said.sub_type = "SINGLE";
  EXPECT_TRUE(differences(device, said, later).empty());
  said.type = "Ear";
  said.sub_type = "Left";
  EXPECT_EQ(differences(device, said, later).size(), 2u);
}

TEST(DeviceRules, ChangesOfOneInstantHaveAnOrder) {
  const Stamp first = made({"a", noon});
  const Stamp second = changed(first, {"b", noon});
  const Stamp third = changed(second, {"c", noon - std::chrono::hours{1}});
  EXPECT_EQ(first.last(), noon);
  EXPECT_EQ(second.last(), noon + std::chrono::microseconds{1});
  EXPECT_EQ(third.last(), noon + std::chrono::microseconds{2});
  EXPECT_EQ(third.created_by, "a");
  EXPECT_EQ(third.updated_by, "c");
}

TEST(DeviceRecords, ComeBackWhole) {
  Device device = sample_device();
  device.expires = noon;
  device.status = Status::revoked;
  device.purpose = Purpose::registration;
  device.certification = Certification::l1;
  device.trust_provider_id = std::string(400, 'x');
  device.stamp = changed(made({"a", noon}), {"b", noon});
  EXPECT_EQ(decoded_device(encoded(device)), device);
  Company company = sample_company(std::string(500, 'n'));
  company.id = "id";
  company.stamp = made({"a", noon});
  EXPECT_EQ(decoded_company(encoded(company)), company);
  Mds mds = sample_mds("p");
  mds.stamp = device.stamp;
  EXPECT_EQ(decoded_mds(encoded(mds)), mds);
  const auto claim = decoded_claim(encoded(SerialClaim{"code", "claim"}));
  ASSERT_TRUE(claim);
  EXPECT_EQ(claim->code + claim->claim_id, "codeclaim");
}

TEST(DeviceRecords, WhatIsCutOrLongerIsRefused) {
  const std::string records[] = {encoded(sample_device()), encoded(sample_company()),
                                 encoded(sample_mds("p")), encoded(SerialClaim{"c", "d"})};
  const auto is_read = [](size_t kind, std::string_view record) {
    if (kind == 0) return decoded_device(record).has_value();
    if (kind == 1) return decoded_company(record).has_value();
    if (kind == 2) return decoded_mds(record).has_value();
    return decoded_claim(record).has_value();
  };
  for (size_t kind = 0; kind < 4; ++kind) {
    const std::string& record = records[kind];
    EXPECT_TRUE(is_read(kind, record));
    for (size_t size = 0; size < record.size(); ++size)
      EXPECT_FALSE(is_read(kind, std::string_view{record}.substr(0, size))) << kind << ' ' << size;
    EXPECT_FALSE(is_read(kind, record + "x"));
    EXPECT_FALSE(is_read(kind, "\x09" + record.substr(1)));
  }
}
}  // namespace device
