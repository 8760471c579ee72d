// tests/keymanager/alternative_names_test.cc: settings that name a key, maps of names, and
// certificates that bear them.
#include "actors/keymanager/alternative_names.h"

#include <gtest/gtest.h>

#include "actors/keymanager/key_maker.h"
#include "crypto/random.h"
#include "tests/keymanager/keys.h"

namespace keymanager::alternative_names_test {
namespace {
using Kind = crypto::AlternativeName::Kind;
const std::string front = "mosip.kernel.keymanager.certificate.sanParameters.";

std::string fault_of(std::string_view text) {
  const auto names = alternative_names_of(text);
  return names.ok() ? "none" : names.error();
}
}  // namespace

TEST(AlternativeNames, ASettingNamesItsKey) {
  EXPECT_EQ(key_of_alternative_names(front + "KERNEL.SIGN"), (KeyName{"KERNEL", "SIGN"}));
  EXPECT_EQ(key_of_alternative_names(front + "PMS.BLANK"), (KeyName{"PMS", ""}));
  EXPECT_EQ(key_of_alternative_names(front + "PMS.a.b"), (KeyName{"PMS", "a.b"}));
  for (const std::string& other : {front, front + "PMS", front + "PMS.", front + ".x",
                                   std::string{"mosip.kernel.keymanager.x"}, std::string{}})
    EXPECT_FALSE(key_of_alternative_names(other)) << other;
}

TEST(AlternativeNames, AMapOfEachType) {
  const auto names =
      alternative_names_of(R"( {'dns':'a.example.org|b.example.org', "email" : "x@example.org",)"
                           R"('uri':'https://example.org','ipAddress':'10.0.0.1|2001:db8::1',)"
                           R"('directoryName':'CN=x,O=y','registeredId':'1.2.3.4'} )")
          .value();
  ASSERT_EQ(names.size(), 8u);
  EXPECT_EQ(names[1].text, "b.example.org");
  EXPECT_EQ(names[2].kind, Kind::email);
  EXPECT_EQ(names[7].kind, Kind::registered_id);
}

TEST(AlternativeNames, WhatIsNoMap) {
  for (const char* text : {"", "{}", "dns", "{dns:a}", "{'dns'}", "{'dns':}", "{'dns':'a'",
                           "{'dns':'a'}x", "{'dns':'a',}", "{'dns':'a\"}"})
    EXPECT_TRUE(fault_of(text).starts_with("the form is")) << text;
  EXPECT_EQ(fault_of("{'otherName':'x'}"), "there are no names of the type otherName");
  EXPECT_EQ(fault_of("{'x400Address':'x'}"), "there are no names of the type x400Address");
  EXPECT_EQ(fault_of("{'dns':'a||b'}"), " is no dns");
  EXPECT_EQ(fault_of("{'ipAddress':'10.0.0'}"), "10.0.0 is no ipAddress");
  EXPECT_EQ(fault_of("{'email':'nobody'}"), "nobody is no email");
  EXPECT_EQ(fault_of("{'uri':'nothing'}"), "nothing is no uri");
  EXPECT_EQ(fault_of("{'registeredId':'x'}"), "x is no registeredId");
  EXPECT_EQ(fault_of("{'directoryName':'x'}"), "x is no directoryName");
  EXPECT_EQ(fault_of("{'dns':'\xc3\xa4'}"), "\xc3\xa4 is no dns");
  std::string many = "{'dns':'a";
  for (int i = 0; i < 32; ++i) many += "|a";
  EXPECT_EQ(fault_of(many + "'}"), "there are more than 32 names");
}

TEST(AlternativeNames, StandInTheCertificatesOfTheirKeyAlone) {
  const KeyRing ring = ring_of({{{"ROOT", ""}}});
  KeyMaker maker{std::make_shared<PrivateKeys>(open_keystore()),
                 std::make_shared<crypto::SystemRandom>()};
  maker.alternative_names[{"PMS", ""}] = {{Kind::dns, "pms.example.org"}};
  const auto made = [&](const std::string& application) {
    Generation generation;
    generation.name = {application, ""};
    generation.kind = crypto::KeyKind::ec_p256;
    generation.subject.common_name = application;
    generation.validity = std::chrono::days{9};
    generation.issuer = ring.versions({"ROOT", ""}).front();
    return maker.make(ring, generation, noon).value()->certificate;
  };
  EXPECT_NE(made("PMS").find("pms.example.org"), std::string::npos);
  EXPECT_EQ(made("KERNEL").find("pms.example.org"), std::string::npos);
}
}  // namespace keymanager::alternative_names_test
