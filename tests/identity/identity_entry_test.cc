// tests/identity/identity_entry_test.cc: what an entry may be, as JSON and as a record.
#include "actors/identity/identity_entry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "actors/identity/identity_record.h"

namespace identity {
using ::testing::HasSubstr;
using ::testing::Not;

TEST(IdentityEntry, AWholeOne) {
  const auto entry = parse_entry(
      R"({"uin":"2530192395","status":"blocked","email":"a@b.org","phone":"+919980002395","languages":["eng","fra"]})");
  ASSERT_TRUE(entry.ok());
  EXPECT_EQ(entry.value().uin, "2530192395");
  EXPECT_EQ(entry.value().person,
            (Person{Status::blocked, "a@b.org", "+919980002395", {"eng", "fra"}}));
}

TEST(IdentityEntry, TheUinIsEnough) {
  const auto entry = parse_entry(R"({"uin":"458575535"})");
  ASSERT_TRUE(entry.ok());
  EXPECT_EQ(entry.value().person, Person{});
  EXPECT_EQ(entry.value().person.status, Status::activated);
}

struct Refused {
  const char* json;
  const char* why;
};
class RefusedEntry : public ::testing::TestWithParam<Refused> {};

TEST_P(RefusedEntry, SaysWhyAndNoValue) {
  const auto entry = parse_entry(GetParam().json);
  ASSERT_FALSE(entry.ok());
  EXPECT_THAT(entry.error(), HasSubstr(GetParam().why));
  EXPECT_THAT(entry.error(), Not(HasSubstr("4712")));
}

INSTANTIATE_TEST_SUITE_P(
    All, RefusedEntry,
    ::testing::Values(
        Refused{"", "object"}, Refused{"[]", "object"}, Refused{R"({"uin":"4712")", "object"},
        Refused{R"({})", "uin"}, Refused{R"({"uin":4712})", "uin: expected a text"},
        Refused{R"({"uin":"4712x"})", "uin"},
        Refused{R"({"uin":"47124712471247124712471247124"})", "uin"},
        Refused{R"({"uin":"4712","uin":"4712"})", "twice"},
        Refused{R"({"uin":"4712","4712":""})", "unknown key"},
        Refused{R"({"uin":"4712","status":"GONE"})", "status"},
        Refused{R"({"uin":"4712","status":null})", "status: expected a text"},
        Refused{R"({"uin":"4712","email":"a4712"})", "email"},
        Refused{R"({"uin":"4712","email":"a@4712@b"})", "email"},
        Refused{R"({"uin":"4712","email":"a 4712@b"})", "email"},
        Refused{R"({"uin":"4712","phone":"4712"})", "phone"},
        Refused{R"({"uin":"4712","phone":"4712471247124712"})", "phone"},
        Refused{R"({"uin":"4712","phone":"4712-4712"})", "phone"},
        Refused{R"({"uin":"4712","languages":"eng"})", "languages: expected a list"},
        Refused{R"({"uin":"4712","languages":["e4712"]})", "languages"},
        Refused{R"({"uin":"4712","languages":["aa","bb","cc","dd","ee","ff","gg","hh","ii"]})",
                "more than 8"}));

TEST(IdentityEntry, AListNamesThePlace) {
  const auto entries =
      parse_entries(R"({"identities":[{"uin":"1"},{"uin":"2","email":"x"}]})", "identities");
  ASSERT_FALSE(entries.ok());
  EXPECT_EQ(entries.error(), "identities[1].email: not an e-mail address");
  EXPECT_EQ(
      parse_entries(R"({"identities":[{"uin":"1"},{"uin":"2"}]})", "identities").value().size(),
      2u);
  EXPECT_TRUE(parse_entries(R"({"users":[]})", "identities").value().empty());
  EXPECT_FALSE(parse_entries(R"({"identities":{}})", "identities").ok());
  EXPECT_FALSE(parse_entries(R"({"identities":["1"]})", "identities").ok());
}

TEST(IdentityRecord, ComesBackAsItWas) {
  const Person person{
      Status::deactivated, std::string(email_bytes_max, 'a'), "123456", {"eng", "hi"}};
  EXPECT_EQ(decoded(encoded(person)), person);
  EXPECT_EQ(decoded(encoded(Person{})), Person{});
}

TEST(IdentityRecord, NothingElseIsRead) {
  const std::string good = encoded({Status::blocked, "a@b.org", "123456", {"eng"}});
  for (size_t bytes = 0; bytes < good.size(); ++bytes)
    EXPECT_FALSE(decoded(good.substr(0, bytes))) << bytes;
  EXPECT_FALSE(decoded(good + "x"));
  std::string other = good;
  other[0] = 2;
  EXPECT_FALSE(decoded(other));
  other = good;
  other[1] = 4;
  EXPECT_FALSE(decoded(other));
}
}  // namespace identity
