// tests/device/device_types_test.cc: the shipped table, its spellings, and each mistake by its
// line.
#include "actors/device/device_types.h"

#include <gtest/gtest.h>

#include "tests/device/device_samples.h"

namespace device {
namespace {
std::string types_fault(const std::string& text) {
  const auto types = DeviceTypes::read(text);
  return types.ok() ? "" : types.error();
}
}  // namespace

TEST(DeviceTypes, TheShippedOnes) {
  const auto types = shipped_types();
  ASSERT_EQ(types->types().size(), 3u);
  EXPECT_EQ(types->type_of("Finger"), "Finger");
  EXPECT_EQ(types->type_of("fingerPRINT"), "Finger");
  EXPECT_EQ(types->type_of("Ear"), std::nullopt);
  EXPECT_EQ(types->sub_type_of("Finger", "slab"), "Slap");
  EXPECT_EQ(types->sub_type_of("Iris", "SingleIris"), "Single");
  EXPECT_EQ(types->sub_type_of("Iris", "Touchless"), std::nullopt);
  EXPECT_EQ(types->sub_type_of("Face", "FULL FACE"), "Full face");
  EXPECT_EQ(types->sub_type_of("Fingerprint", "Single"), std::nullopt);
  EXPECT_EQ(types->specifications().size(), 3u);
  EXPECT_EQ(types->sub_types("Finger"), (std::vector<std::string>{"Slap", "Single", "Touchless"}));
  EXPECT_EQ(types->listed("S1"), std::nullopt);
}

TEST(DeviceTypes, TheWhiteListNamesIds) {
  const auto types = DeviceTypes::read("type|Finger|Finger|\nregistration-device|R-1|S1\n");
  ASSERT_TRUE(types.ok());
  EXPECT_EQ(types.value().listed("S1"), "R-1");
  EXPECT_EQ(types.value().listed("s1"), std::nullopt);
}

TEST(DeviceTypes, ABadLineIsNamed) {
  const std::string one = "type|Finger|Finger|\n";
  EXPECT_EQ(types_fault(one + "registration-device|a|S1\nregistration-device|b|S1\n"),
            "line 3: S1 is said twice");
  EXPECT_EQ(types_fault(one + "registration-device|" + std::string(37, 'x') + "|S1\n"),
            "line 2: the id is longer than 36 bytes");
  EXPECT_EQ(types_fault("# nothing\n"), "line 1: there is no type");
  EXPECT_EQ(types_fault(one + "kind|a|b\n"),
            "line 2: kind is none of type, type-alias, sub-type, sub-type-alias, specification, "
            "registration-device");
  EXPECT_EQ(types_fault("type|Finger\n"), "line 1: expected 4 fields, there are 2");
  EXPECT_EQ(types_fault("type||Finger|\n"), "line 1: a field is empty");
  EXPECT_EQ(types_fault(one + "type|FINGER|x|\n"), "line 2: FINGER is said twice");
  EXPECT_EQ(types_fault("type|" + std::string(37, 'x') + "|x|\n"),
            "line 1: the code is longer than 36 bytes");
  EXPECT_EQ(types_fault(one + "type-alias|Print|Ear\n"),
            "line 2: Ear is no type of the lines above");
  EXPECT_EQ(types_fault(one + "sub-type|Ear|Left\n"), "line 2: Ear is no type of the lines above");
  EXPECT_EQ(types_fault(one + "sub-type|Finger|" + std::string(37, 'x') + "\n"),
            "line 2: the code is longer than 36 bytes");
  EXPECT_EQ(types_fault(one + "sub-type|Finger|Slap\nsub-type-alias|Finger|Slab|slap\n"),
            "line 3: slap is no sub type of the lines above");
  EXPECT_EQ(types_fault(one + "sub-type-alias|Ear|Slab|Slap\n"),
            "line 2: Ear is no type of the lines above");
  EXPECT_EQ(types_fault(one + "specification|1|eng|n|b|m|Ear|1|d\n"),
            "line 2: Ear is no type of the lines above");
  const std::string row = "specification|1|eng|n|b|m|Finger|1|d\n";
  EXPECT_EQ(types_fault(one + row), "");
  EXPECT_EQ(types_fault(one + row + row), "line 3: specification 1 is said twice");
}
}  // namespace device
