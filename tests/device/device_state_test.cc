// tests/device/device_state_test.cc: devices of one partition: claims, states, the past, failures.
#include "actors/device/device_state.h"

#include <gtest/gtest.h>

#include "tests/device/device_samples.h"
#include "tests/fakes/memory_transaction.h"

namespace device {
using std::chrono::minutes;

class DevicesTest : public ::testing::Test {
 protected:
  static constexpr store::Owner owner{0, store::Service::device};

  /// A registration whose code and serial number are both of this partition.
  Result<SerialHolder> whole(const Device& one, const std::string& claim_id = "claim-1") {
    return devices.take_serial({serial_key(one), {one.code, claim_id}, {}, one, "110006"}, now, tx);
  }
  Result<SerialHolder> take(const std::string& number, const std::string& code,
                            const std::string& claim_id, const std::string& replaces = {}) {
    return devices.take_serial({number, {code, claim_id}, replaces, std::nullopt, "110006"}, now,
                               tx);
  }
  std::string set(const std::string& code, const std::string& status) {
    const auto result = devices.set_status({code, status, "110005"}, now, tx);
    return result.ok() ? "" : std::string{row_of(result.error()).name};
  }
  std::string retire(const std::string& code) {
    const auto result = devices.deregister(code, {"110005", now}, tx);
    return result.ok() ? "" : std::string{row_of(result.error()).name};
  }
  Result<Device> read(std::optional<UtcTime> as_of = std::nullopt) {
    return devices.read("code-1", as_of, tx);
  }

  SampleSeal seal;
  MemoryTransaction tx;
  UtcTime now = noon;
  Devices devices{seal.sealer(owner)};
  const Device device = sample_device();
  const std::string serial = serial_key(device);
};

TEST_F(DevicesTest, ARegisteredDeviceIsFound) {
  EXPECT_TRUE(whole(device).value().is_taken);
  Device expected = device;
  expected.stamp = made({"110006", noon});
  EXPECT_EQ(read().value(), expected);
  for (const auto& [key, value] : tx.entries)
    EXPECT_EQ(value.find("110006"), std::string::npos) << "in clear";
}

TEST_F(DevicesTest, ASerialNumberOrACodeIsTakenOnce) {
  whole(device);
  const auto again = whole(sample_device("code-2"), "claim-2");
  EXPECT_FALSE(again.value().is_taken);
  EXPECT_EQ(again.value().claim.code, "code-1");
  EXPECT_EQ(whole(sample_device("code-1", "S2"), "claim-3").error(), Errc::device_exists);
  EXPECT_TRUE(take(serial_key(sample_device("code-1", "S2")), "code-9", "claim-4").value().is_taken)
      << "what failed claims nothing";
}

TEST_F(DevicesTest, AClaimOnItsWayKeepsOthersOut) {
  EXPECT_TRUE(take(serial, "code-1", "claim-1").value().is_taken);
  EXPECT_EQ(take(serial, "code-2", "claim-2").error(), Errc::device_exists);
  ASSERT_TRUE(devices.end_claim({serial, "claim-1", true}, tx).ok());
  EXPECT_FALSE(take(serial, "code-2", "claim-2").value().is_taken);
}

TEST_F(DevicesTest, AClaimThatWasLeftIsLookedInto) {
  EXPECT_TRUE(take(serial, "code-1", "claim-1").value().is_taken);
  devices.leave("claim-1");
  const auto holder = take(serial, "code-2", "claim-2");
  ASSERT_TRUE(holder.ok()) << "the end of its registration was told, but could not be stored";
  EXPECT_EQ(holder.value().claim.claim_id, "claim-1");
}

TEST_F(DevicesTest, AClaimThatCameToNothingFalls) {
  take(serial, "code-1", "claim-1");
  ASSERT_TRUE(devices.end_claim({serial, "claim-1", false}, tx).ok());
  EXPECT_TRUE(take(serial, "code-2", "claim-2").value().is_taken);
  ASSERT_TRUE(devices.end_claim({serial, "claim-1", false}, tx).ok());
  EXPECT_EQ(take(serial, "code-3", "claim-3").error(), Errc::device_exists)
      << "an old end takes nothing from the next";
}

TEST_F(DevicesTest, AClaimOfBeforeARestartIsSettled) {
  take(serial, "code-1", "claim-1");
  MemoryTransaction disk{tx.entries};
  Devices again{seal.sealer(owner)};
  const SerialClaim old{"code-1", "claim-1"};
  const auto held = again.take_serial({serial, {"code-2", "claim-2"}, {}, {}, "x"}, now, disk);
  EXPECT_FALSE(held.value().is_taken);
  EXPECT_FALSE(again.settle({serial, old}, disk).value());
  EXPECT_EQ(again.add({device, "claim-1", "x"}, now, disk).error(), Errc::device_exists)
      << "a claim that was given up brings no device any more";
  EXPECT_TRUE(again.take_serial({serial, {"code-2", "claim-2"}, "claim-1", {}, "x"}, now, disk)
                  .value()
                  .is_taken);
  EXPECT_EQ(
      again.take_serial({serial, {"code-3", "claim-3"}, "claim-1", {}, "x"}, now, disk).error(),
      Errc::device_exists)
      << "one takes it over";
}

TEST_F(DevicesTest, AClaimWithADeviceStands) {
  ASSERT_TRUE(devices.add({device, "claim-1", "x"}, now, tx).ok());
  EXPECT_TRUE(devices.settle({serial, {"code-1", "claim-1"}}, tx).value());
  EXPECT_FALSE(devices.settle({"another serial", {"code-1", "claim-2"}}, tx).value());
  EXPECT_EQ(devices.add({device, "claim-3", "x"}, now, tx).error(), Errc::device_exists);
}

TEST_F(DevicesTest, States) {
  whole(device);
  EXPECT_EQ(set("", "RETIRED"), "device_status_missing");
  EXPECT_EQ(set("code-1", " "), "device_status_missing");
  EXPECT_EQ(set("code-1", "LOST"), "device_status_invalid");
  EXPECT_EQ(set("code-9", "RETIRED"), "device_status_not_found");
  EXPECT_EQ(set("code-1", "REGISTERED"), "device_status_same");
  EXPECT_EQ(set("code-1", "retired"), "");
  EXPECT_EQ(retire("code-1"), "deregister_done");
  EXPECT_EQ(set("code-1", "registered"), "");
  EXPECT_EQ(retire("code-1"), "");
  EXPECT_EQ(read().value().stamp.updated_by, "110005");
  EXPECT_EQ(retire("code-9"), "deregister_not_found");
  EXPECT_EQ(retire(std::string(37, 'x')), "deregister_long");
}

TEST_F(DevicesTest, ThePast) {
  whole(device);
  now += minutes{1};
  set("code-1", "RETIRED");
  now += minutes{1};
  set("code-1", "REGISTERED");
  EXPECT_EQ(read(noon - minutes{1}).error(), Errc::validate_no_device);
  EXPECT_EQ(read(noon).value().status, Status::registered);
  EXPECT_EQ(read(noon + minutes{1}).value().status, Status::retired);
  EXPECT_EQ(read(noon + minutes{2}).value().status, Status::registered);
  EXPECT_EQ(devices.read("code-9", std::nullopt, tx).error(), Errc::validate_no_device);
  EXPECT_EQ(devices.read("code", noon, tx).error(), Errc::validate_no_device)
      << "the front of another code";
}

TEST_F(DevicesTest, ChangesOfOneInstantAreAllKept) {
  whole(device);
  for (const char* status : {"RETIRED", "REGISTERED", "REVOKED"})
    EXPECT_EQ(set("code-1", status), "");
  size_t history = 0;
  for (const auto& [key, value] : tx.entries) history += key.starts_with("H");
  EXPECT_EQ(history, 4u);
}

TEST_F(DevicesTest, AStoreThatFails) {
  whole(device);
  take(serial_key("p", "S3"), "code-3", "claim-3");
  tx.fail_reads = store::Errc::io;
  EXPECT_EQ(whole(sample_device("code-2", "S2"), "claim-2").error(), Errc::device_failed);
  EXPECT_EQ(devices.add({sample_device("code-2"), "claim-2", "x"}, now, tx).error(),
            Errc::device_failed);
  EXPECT_EQ(devices.settle({serial, {"code-1", "claim-1"}}, tx).error(), Errc::device_failed);
  EXPECT_EQ(devices.end_claim({serial_key("p", "S3"), "claim-3", false}, tx).error(),
            Errc::device_failed);
  EXPECT_EQ(set("code-1", "RETIRED"), "device_status_failed");
  EXPECT_EQ(retire("code-1"), "deregister_failed");
  EXPECT_EQ(read().error(), Errc::validate_failed);
  EXPECT_EQ(read(noon).error(), Errc::validate_failed);
}

TEST_F(DevicesTest, ADamagedRecordIsNotBelieved) {
  whole(device);
  tx.entries["Dcode-1"][40] ^= 1;
  EXPECT_EQ(read().error(), Errc::validate_failed);
  EXPECT_EQ(set("code-1", "RETIRED"), "device_status_failed");
}
}  // namespace device
