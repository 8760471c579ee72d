// tests/base/settings_test.cc: the table is sound, agrees with the shipped files, and values have
// forms.
#include "actors/base/settings.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <set>

#include "actors/base/config.h"
#include "actors/base/properties.h"

namespace config {
namespace {
std::string shipped(const std::string& name) {
  std::ifstream file{IDKERNEL_CONFIG_DIR "/" + name, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

TEST(Settings, KeysAndTheirEnvironmentNamesDiffer) {
  std::set<std::string_view> keys;
  std::set<std::string> names;
  for (const Setting& setting : settings()) {
    EXPECT_TRUE(keys.insert(setting.key).second) << setting.key;
    EXPECT_TRUE(names.insert(environment_name(setting.key)).second) << setting.key;
    EXPECT_FALSE(setting.meaning.empty()) << setting.key;
    EXPECT_FALSE(setting.group.empty()) << setting.key;
  }
}

TEST(Settings, EveryDefaultIsAllowedAndNoSecretHasOne) {
  for (const Setting& setting : settings()) {
    EXPECT_TRUE(is_allowed(setting, setting.fallback)) << setting.key;
    EXPECT_TRUE(setting.kind != Kind::secret || setting.fallback.empty()) << setting.key;
  }
}

TEST(Settings, RowsAreFoundByTheirKey) {
  for (size_t i = 0; i < settings().size(); ++i) EXPECT_EQ(index_of(settings()[i].key), i);
  EXPECT_EQ(index_of("idkernel.nothing"), std::nullopt);
  EXPECT_EQ(index_of(""), std::nullopt);
}

TEST(Settings, TheShippedFileIsTheTable) {
  // print_reference_properties > deploy/config/idkernel.properties renders it again.
  EXPECT_EQ(shipped("idkernel.properties"), reference_properties());
}

TEST(Settings, TheShippedFileSetsEveryKeyToItsDefaultOnce) {
  const auto parsed = properties::parse(shipped("idkernel.properties"));
  ASSERT_TRUE(parsed.ok());
  ASSERT_EQ(parsed.value().size(), settings().size());
  for (size_t i = 0; i < settings().size(); ++i) {
    EXPECT_EQ(parsed.value()[i].key, settings()[i].key);
    EXPECT_EQ(parsed.value()[i].value, settings()[i].fallback);
  }
}

TEST(Settings, TheProductionProfileHoldsOnlyKnownKeysAndAllowedValues) {
  const auto loaded = load({.files = {IDKERNEL_CONFIG_DIR "/production.properties"}});
  EXPECT_EQ(loaded.problems, std::vector<std::string>{});
  EXPECT_EQ(loaded.unknown, std::vector<std::string>{});
  EXPECT_FALSE(loaded.config.text("idkernel.data-dir").empty());
  EXPECT_FALSE(loaded.config.flag("idkernel.http.allow-plain"));
}

TEST(Settings, EnvironmentNamesFollowRelaxedBinding) {
  EXPECT_EQ(environment_name("mosip.kernel.otp.expiry-time"), "MOSIP_KERNEL_OTP_EXPIRY_TIME");
  EXPECT_EQ(environment_name("mosip.kernel.uin.get_executor_pool"),
            "MOSIP_KERNEL_UIN_GET_EXECUTOR_POOL");
}

TEST(Forms, Integers) {
  EXPECT_EQ(parse_integer("0"), 0);
  EXPECT_EQ(parse_integer("-7"), -7);
  EXPECT_EQ(parse_integer("9223372036854775807"), INT64_MAX);
  for (const char* bad : {"", "+1", " 1", "1 ", "1x", "0x10", "1.0", "9223372036854775808"}) {
    EXPECT_EQ(parse_integer(bad), std::nullopt) << bad;
  }
}

TEST(Forms, Sizes) {
  EXPECT_EQ(parse_size("4096"), 4096);
  EXPECT_EQ(parse_size("10KiB"), 10 << 10);
  EXPECT_EQ(parse_size("10 MiB"), 10 << 20);
  EXPECT_EQ(parse_size("1GiB"), 1 << 30);
  for (const char* bad : {"", "MiB", "-1", "1MB", "1mib", "8589934592GiB", "1KiBKiB"}) {
    EXPECT_EQ(parse_size(bad), std::nullopt) << bad;
  }
}

TEST(Forms, Rates) {
  EXPECT_EQ(parse_rate("20/100"), (Rate{20, 100}));
  EXPECT_EQ(parse_rate("1000000/1000000"), (Rate{1'000'000, 1'000'000}));
  for (const char* bad :
       {"", "off", "20", "20/", "/5", "0/5", "5/0", "-1/5", "1000001/5", "1/2/3"}) {
    EXPECT_EQ(parse_rate(bad), std::nullopt) << bad;
  }
}

TEST(Forms, Lists) {
  using List = std::vector<std::string>;
  EXPECT_EQ(split_list(""), List{});
  EXPECT_EQ(split_list(" , ,"), List{});
  EXPECT_EQ(split_list("a"), List{"a"});
  EXPECT_EQ(split_list(" a b ,c,,d "), (List{"a b", "c", "d"}));
}

TEST(Forms, Addresses) {
  const Setting& listen = settings()[index_of("idkernel.http.listen").value()];
  for (const char* good : {"127.0.0.1:8080", "0.0.0.0:0", "[::1]:65535", "localhost:80"}) {
    EXPECT_TRUE(is_allowed(listen, good)) << good;
  }
  for (const char* bad :
       {"", "8080", ":8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "::1:80", "[]:80",
        "[::1:80", "a b:80", "127.0.0.1:-1", "127.0.0.1:http"}) {
    EXPECT_FALSE(is_allowed(listen, bad)) << bad;
  }
}
}  // namespace
}  // namespace config
