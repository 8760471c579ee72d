// tests/id_object/seed_rows_test.cc: every KER-IOV row of the seed's tables of POST and PUT
// /applications, by the letter.
#include "actors/base/error.h"
#include "tests/id_object/samples.h"

namespace id_object {
namespace {
/// As the client is told.
std::vector<std::string> messages_of(const Form& form) {
  std::vector<std::string> out;
  for (const Fault& fault : shipped().check(form.json(), today)) {
    const Errc errc = fault.code == missing_input ? Errc::identity_missing : Errc::identity_invalid;
    EXPECT_EQ(row_of(errc).code, fault.code);
    out.push_back(std::string{fault.code} + ' ' + text_of(::Fault{errc, {fault.path}}));
  }
  return out;
}
using Messages = std::vector<std::string>;

TEST(SeedRows, TheFormsThemselvesPass) {
  EXPECT_EQ(faults_in(Form{}), "");
  EXPECT_EQ(lines_of(shipped().check(seed_post, today)), "");
}

TEST(SeedRows, ThePrintedAnswerOfGetIsNoGoodRequest) {
  EXPECT_EQ(lines_of(shipped().check(seed_get, today)),
            "KER-IOV-004 identity/city/0/value; KER-IOV-004 identity/city/1/value; "
            "KER-IOV-004 identity/postalCode; "
            "KER-IOV-004 identity/zone/0/value; KER-IOV-004 identity/zone/1/value");
}

TEST(SeedRows, MissingAttributes) {
  for (const char* name : {"fullName", "gender", "residenceStatus", "addressLine1", "region",
                           "zone", "province", "city", "postalCode", "referenceIdentityNumber"})
    EXPECT_EQ(messages_of(Form{}.without(name)),
              Messages{std::string{"KER-IOV-005 Missing input parameter - identity/"} + name});
  EXPECT_EQ(messages_of(Form{}.without("dateOfBirth")),
            Messages{"KER-IOV-005 Missing input parameter - identity/dateOfBirth|identity/age"});
  EXPECT_EQ(messages_of(Form{}.without("dateOfBirth").with("age", "29")), Messages{});
}

TEST(SeedRows, EmptyOrInvalidTexts) {
  const struct {
    const char* name;
    std::vector<std::string> bad;
  } rows[] = {
      {"phone", {"", "12", "90000000031", "+900000000", "5000000003", " "}},
      {"email", {"", "x", "a@b", "a@b.C", "a b@c.io", "a@b.io,c@d.io"}},
      {"dateOfBirth", {"", "1990-05-17", "1990/13/01", "1990/02/30", "2020/03/03", "today"}},
      {"postalCode", {"", "1402", "140222", "56059", "1402a"}},
      {"referenceIdentityNumber", {"", "123456789", "1234567890123456789012345678901", "12x"}}};
  for (const auto& row : rows) {
    for (const std::string& bad : row.bad)
      EXPECT_EQ(messages_of(Form{}.with(row.name, '"' + bad + '"')),
                Messages{std::string{"KER-IOV-004 Invalid input parameter - identity/"} + row.name})
          << bad;
  }
}

/// Of each attribute that has languages, in the position that is told.
TEST(SeedRows, EmptyOrInvalidLanguages) {
  for (const char* name : {"fullName", "gender", "addressLine1", "addressLine2", "addressLine3",
                           "residenceStatus", "region", "province", "city", "zone"}) {
    std::string good = Form{}.attributes.at(name);
    for (const char* bad : {"", "xyz", "ENG", "en", " eng"}) {
      for (const int position : {0, 1}) {
        std::string json = good;
        const std::string language = position == 0 ? R"("eng")" : R"("ara")";
        json.replace(json.find(language), language.size(), '"' + std::string{bad} + '"');
        EXPECT_EQ(messages_of(Form{}.with(name, json)),
                  Messages{std::string{"KER-IOV-004 Invalid input parameter - identity/"} + name +
                           "/" + std::to_string(position) + "/language"})
            << bad;
      }
    }
  }
}

TEST(SeedRows, EmptyOrInvalidValues) {
  for (const char* name : {"gender", "region", "province", "city", "zone"}) {
    for (const char* bad : {"", "nothing of the kind", "mle", "MOR"}) {
      for (const int position : {0, 1}) {
        std::string json = Form{}.attributes.at(name);
        const std::string key = R"("value":")";
        size_t at = json.find(key);
        if (position == 1) at = json.find(key, at + 1);
        at += key.size();
        json.replace(at, json.find('"', at) - at, bad);
        EXPECT_EQ(messages_of(Form{}.with(name, json)),
                  Messages{std::string{"KER-IOV-004 Invalid input parameter - identity/"} + name +
                           "/" + std::to_string(position) + "/value"})
            << bad;
      }
    }
  }
}
}  // namespace
}  // namespace id_object
