// tests/device/registration_test.cc: deviceData from base64 to a device, and what is refused first.
#include "actors/device/registration.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "crypto/base64.h"
#include "tests/device/device_samples.h"

namespace device {
namespace {
const std::string good_id =
    R"({"serialNo":"S1","deviceProvider":"Northwind","deviceProviderId":"p","make":"M","model":"O",)"
    R"("dateTime":"2024-01-02T12:00:00.000Z","type":"Finger","deviceSubType":"Single"})";

struct Said {
  std::string device_id = "\"id-1\"";
  std::string purpose = "\"AUTH\"";
  std::string certification = "\"L0\"";
  std::string stamp = "\"2024-01-02T12:00:00.000Z\"";
  std::string identity = good_id;
  std::string trust_provider = "\"\"";
  std::string expiry = "null";

  std::string json(const std::string& digital_id) const {
    return R"({"deviceId":)" + device_id + R"(,"purpose":)" + purpose +
           R"(,"deviceInfo":{"deviceSubId":"1","firmware":"1.0","certification":)" + certification +
           R"(,"deviceExpiry":)" + expiry + R"(,"timeStamp":)" + stamp + R"(,"digitalId":")" +
           digital_id + R"("},"foundationalTrustProviderId":)" + trust_provider + "}";
  }
  Result<Registration> read() const {
    return registration_of(crypto::base64_encode(json(crypto::base64_encode(identity))), {}, noon);
  }
  std::string fault() const {
    const auto result = read();
    return result.ok() ? "" : std::string{row_of(result.error()).name};
  }
};

std::string as_jws(const std::string& json) {
  return "e30." + crypto::base64url_encode(json) + ".c2ln";
}
std::string fault_in(const Result<Registration>& result) {
  return result.ok() ? "" : std::string{row_of(result.error()).name};
}
}  // namespace

TEST(Registration, WhatADeviceSays) {
  Said said;
  said.expiry = "\"2025-01-02T12:00:00.000Z\"";
  const auto result = said.read();
  ASSERT_TRUE(result.ok());
  const Device& device = result.value().device;
  EXPECT_EQ(device.device_id, "id-1");
  EXPECT_EQ(device.purpose, Purpose::auth);
  EXPECT_EQ(device.certification, Certification::l0);
  EXPECT_EQ(device.firmware, "1.0");
  EXPECT_EQ(device.expires, noon + std::chrono::days{366});
  EXPECT_EQ(device.digital_id.sub_type, "Single");
  EXPECT_TRUE(result.value().signatures.empty());
}

TEST(Registration, BothAlphabetsWithAndWithoutPadding) {
  Said said;
  const auto padded_url = [](std::string text) {
    std::ranges::replace(text, '+', '-');
    std::ranges::replace(text, '/', '_');
    return text;
  };
  const auto bare = [](std::string text) {
    while (text.ends_with('=')) text.pop_back();
    return text;
  };
  size_t padded = 0;
  for (size_t blanks = 0; blanks < 3; ++blanks) {
    std::string identity = good_id;
    identity.replace(identity.find("\"S1\""), 4, R"("S?>~?>~?~>~?")");
    const std::string inner = crypto::base64_encode(identity + std::string(blanks, ' '));
    ASSERT_NE(inner.find('+'), std::string::npos);
    ASSERT_NE(inner.find('/'), std::string::npos);
    said.device_id = R"("d?>~?>~?~>~?")";
    for (const std::string& id : {inner, bare(inner), padded_url(inner), bare(padded_url(inner))}) {
      const std::string outer = crypto::base64_encode(said.json(id) + std::string(blanks, ' '));
      ASSERT_NE(outer.find_first_of("+/"), std::string::npos);
      padded += inner.ends_with('=') && outer.ends_with('=');
      for (const std::string& data :
           {outer, bare(outer), padded_url(outer), bare(padded_url(outer))}) {
        const auto result = registration_of(data, {}, noon);
        ASSERT_TRUE(result.ok()) << data;
        EXPECT_EQ(result.value().device.digital_id.serial_no, "S?>~?>~?~>~?");
      }
      EXPECT_EQ(fault_in(registration_of(bare(outer) + "===", {}, noon)), "device_missing");
    }
  }
  EXPECT_GT(padded, 0u);
}

TEST(Registration, TheOrderOfRefusals) {
  Said said;
  said.certification = "\"L9\"";
  EXPECT_EQ(said.fault(), "master_data_field");
  said.stamp = "\"2024-01-02T12:05:00.001Z\"";
  EXPECT_EQ(said.fault(), "device_time_after");
  said.stamp = "\"2024-01-02T11:54:59.999Z\"";
  EXPECT_EQ(said.fault(), "device_time_before");
  said.stamp = "null";
  EXPECT_EQ(said.fault(), "device_missing");
  said.purpose = "\"FUN\"";
  EXPECT_EQ(said.fault(), "device_purpose");
  said.device_id = "\" \"";
  EXPECT_EQ(said.fault(), "device_missing");
  said.device_id = "7";
  EXPECT_EQ(said.fault(), "master_data_field");
}

TEST(Registration, Level1NamesATrustProvider) {
  Said said;
  said.certification = "\"L1\"";
  EXPECT_EQ(said.fault(), "device_missing");
  said.trust_provider = "\"t\"";
  EXPECT_EQ(said.fault(), "");
  said.identity = "no JSON";
  EXPECT_EQ(said.fault(), "device_missing");
  said.certification = "\"L0\"";
  EXPECT_EQ(said.fault(), "device_not_json");
}

TEST(Registration, SignaturesOfLevel1AreKept) {
  Said said;
  said.certification = "\"L1\"";
  said.trust_provider = "\"t\"";
  const std::string inner = as_jws(good_id);
  const std::string outer = as_jws(said.json(inner));
  const auto result = registration_of(outer, {}, noon);
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result.value().signatures, (std::vector<std::string>{inner, outer}));

  said.certification = "\"L0\"";
  EXPECT_EQ(fault_in(registration_of(as_jws(said.json(inner)), {}, noon)), "device_not_json");
  const auto plain = said.json(crypto::base64_encode(good_id));
  const auto unsigned_one = registration_of(as_jws(plain), {}, noon);
  ASSERT_TRUE(unsigned_one.ok());
  EXPECT_TRUE(unsigned_one.value().signatures.empty());
}

TEST(Registration, WhatCannotBeDecoded) {
  for (const std::string& text :
       {std::string{}, std::string{"%"}, std::string{"."}, crypto::base64_encode("[]"),
        crypto::base64_encode("{"), std::string(device_data_bytes_max + 1, 'A')})
    EXPECT_EQ(fault_in(registration_of(text, {}, noon)), "device_missing") << text.substr(0, 20);
}

TEST(Registration, TimesOfTheDigitalIdHaveOneForm) {
  Said said;
  said.identity.replace(said.identity.find("2024-01-02T"), 24, "2024-01-02 12:00");
  EXPECT_EQ(said.fault(), "master_data_field");
}

TEST(Retirements, WhatADeviceSays) {
  const auto wish =
      retirement_of(crypto::base64url_encode(R"({"deviceCode":" code-1 ","env":"local"})"));
  ASSERT_TRUE(wish.ok());
  EXPECT_EQ(wish.value().code, "code-1");
  EXPECT_EQ(wish.value().environment, "local");
  for (const std::string& text : {std::string{"%"}, crypto::base64_encode("[]"),
                                  crypto::base64_encode(R"({"deviceCode":"x","env":7})"),
                                  std::string(device_data_bytes_max + 1, 'A')})
    EXPECT_FALSE(retirement_of(text).ok()) << text.substr(0, 20);
}

TEST(Registration, LengthsAreCountedInCharacters) {
  Said said;
  std::string letters;
  for (int i = 0; i < 36; ++i) letters += "ü";
  const auto with_make = [&](const std::string& make) {
    std::string id = good_id;
    id.replace(id.find("\"M\""), 3, "\"" + make + "\"");
    said.identity = id;
    return said.read();
  };
  EXPECT_TRUE(with_make(letters).ok());
  const auto longer = with_make(letters + "x");
  ASSERT_FALSE(longer.ok());
  EXPECT_EQ(text_of(longer.faults().front()),
            "request.make: Should not be blank or size must be between 1 and 36");
}
}  // namespace device
