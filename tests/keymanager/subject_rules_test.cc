// tests/keymanager/subject_rules_test.cc: defaults and limits of subjects (keys sheet 2.6, D8).
#include "actors/keymanager/subject_rules.h"

#include <gtest/gtest.h>

namespace keymanager {
using crypto::Name;
const SubjectDefaults defaults;

TEST(SubjectRules, BlankPartsTakeTheDefaults) {
  const Name asked{"", "MH", " \t", "", "", "mine"};
  EXPECT_EQ(subject_of_csr(asked, defaults),
            (Name{"IN", "MH", "BANGALORE", "IITB", "MOSIP-TECH-CENTER", "mine"}));
  EXPECT_EQ(subject_of_key(asked, defaults, {"KERNEL", "SIGN"}).common_name, "mine");
}

TEST(SubjectRules, TheDefaultNameOfAKeyNamesTheKey) {
  EXPECT_EQ(subject_of_key({}, defaults, {"ROOT", ""}).common_name, "www.mosip.io (ROOT)");
  EXPECT_EQ(subject_of_key({}, defaults, {"kernel", "Sign"}).common_name,
            "www.mosip.io (KERNEL-SIGN)");
  EXPECT_EQ(subject_of_csr({}, defaults).common_name, "www.mosip.io");
}

TEST(SubjectRules, CountriesAreTwoLetters) {
  Name name = defaults.name;
  EXPECT_EQ(fault_of_subject(name), std::nullopt);
  for (const char* country : {"", "I", "IND", "I1", "1N"}) {
    name.country = country;
    EXPECT_EQ(fault_of_subject(name)->errc, Errc::key_request_invalid) << country;
  }
}

TEST(SubjectRules, PartsAreBounded) {
  Name name = defaults.name;
  name.organization = std::string(256, 'o');
  EXPECT_EQ(fault_of_subject(name), std::nullopt);
  name.organization += 'o';
  EXPECT_EQ(fault_of_subject(name)->errc, Errc::key_request_invalid);
}
}  // namespace keymanager
