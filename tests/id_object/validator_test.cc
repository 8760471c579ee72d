// tests/id_object/validator_test.cc: the stages of sheet B.5, rule by rule, and what no client may
// do to them.
#include <chrono>

#include "tests/id_object/samples.h"

namespace id_object {
namespace {
std::string repeated(const std::string& text, size_t count) {
  std::string out;
  for (size_t i = 0; i < count; ++i) out += text;
  return out;
}
std::string identity(const std::string& members) { return R"({"identity":{)" + members + "}}"; }

TEST(Unreadable, IsOneFault) {
  const std::string unreadable = "KER-IOV-004 demographicDetails";
  for (const std::string& text :
       {std::string{}, std::string{" "}, std::string{"null"}, std::string{"[]"}, std::string{"1"},
        std::string{R"("identity")"}, std::string{R"({"identity":{})"}, Form{}.json() + "{}",
        std::string{R"({"identity":{"a":tru}})"}, std::string{"{'identity':{}}"},
        identity("\"a\":\"\xff\""), identity("\"a\":\"\xed\xa0\x80\""), identity("\"a\":\"\n\""),
        std::string("{\"identity\":{\"a\":\"\0\"}}", 22), identity(R"("a":"\x")"),
        identity(R"("a":1e999)"), identity(R"("a":99999999999999999999999)"),
        Form{}.with("deep", repeated("[", 200) + repeated("]", 200)).json()})
    EXPECT_EQ(faults_in(text), unreadable) << text.substr(0, 60);
}

TEST(Unreadable, NestingHasALimit) {
  const auto nested = [](size_t depth) {
    return Form{}.with("deep", repeated("[", depth) + "1" + repeated("]", depth));
  };
  EXPECT_EQ(faults_in(nested(16)), "");
  EXPECT_EQ(faults_in(nested(Validator::depth_max)), "KER-IOV-004 demographicDetails");
  EXPECT_EQ(faults_in(nested(100'000)), "KER-IOV-004 demographicDetails");
}

TEST(Document, HasAnIdentityAndNothingElse) {
  EXPECT_EQ(faults_in("{}"), "KER-IOV-005 identity");
  for (const char* bad : {"null", "[]", "1", R"("x")", "true"})
    EXPECT_EQ(faults_in(std::string{R"({"identity":)"} + bad + "}"), "KER-IOV-004 identity") << bad;
  std::string more = Form{}.json();
  more.insert(1, R"("other":1,"identities":{},)");
  EXPECT_EQ(faults_in(more), "KER-IOV-004 other; KER-IOV-004 identities");
  const std::string twice = R"({"identity":{},)" + Form{}.json().substr(1);
  EXPECT_TRUE(faults_in(twice).starts_with("KER-IOV-004 identity; ")) << faults_in(twice);
}

TEST(Schema, WrongTypes) {
  for (const char* name : {"fullName", "gender", "addressLine1", "addressLine2", "region", "zone",
                           "residenceStatus", "parentOrGuardianName"}) {
    for (const char* bad : {"1", R"("x")", "{}", "true", "null"})
      EXPECT_EQ(faults_in(Form{}.with(name, bad)), std::string{"KER-IOV-004 identity/"} + name)
          << bad;
  }
  for (const char* name :
       {"dateOfBirth", "postalCode", "phone", "email", "referenceIdentityNumber", "CNIENumber"}) {
    for (const char* bad : {"1", "[]", "{}", "null", "false"})
      EXPECT_EQ(faults_in(Form{}.with(name, bad)), std::string{"KER-IOV-004 identity/"} + name)
          << bad;
  }
  for (const char* bad : {R"("1")", "-1", "-0.5", "null", "[1]"})
    EXPECT_EQ(faults_in(Form{}.with("IDSchemaVersion", bad)),
              "KER-IOV-004 identity/IDSchemaVersion");
  for (const char* good : {"0", "1", "1.0", "1.5"})
    EXPECT_EQ(faults_in(Form{}.with("IDSchemaVersion", good)), "");
  for (const char* name : {"age", "UIN", "parentOrGuardianRID", "parentOrGuardianUIN"}) {
    for (const char* bad : {R"("1")", "1.5", "null"})
      EXPECT_EQ(faults_in(Form{}.with(name, bad)), std::string{"KER-IOV-004 identity/"} + name);
  }
}

TEST(Schema, EntriesHaveALanguageAndAValueAndNothingElse) {
  const auto name = [](const std::string& entry) {
    return faults_in(Form{}.with("fullName", R"([{"language":"eng","value":"A"},)" + entry + "]"));
  };
  EXPECT_EQ(name(R"({"value":"B"})"), "KER-IOV-005 identity/fullName/1/language");
  EXPECT_EQ(name(R"({"language":"ara"})"), "KER-IOV-005 identity/fullName/1/value");
  EXPECT_EQ(name("{}"),
            "KER-IOV-005 identity/fullName/1/language; KER-IOV-005 identity/fullName/1/value");
  EXPECT_EQ(name(R"({"language":"ara","value":"B","more":1})"),
            "KER-IOV-004 identity/fullName/1/more");
  EXPECT_EQ(name(R"({"language":null,"value":1})"),
            "KER-IOV-004 identity/fullName/1/language; KER-IOV-004 identity/fullName/1/value");
  for (const char* bad : {"1", "null", "[]", R"("eng")"})
    EXPECT_EQ(name(bad), "KER-IOV-004 identity/fullName/1") << bad;
}

TEST(Schema, EntriesAreUnique) {
  const std::string entry = R"({"language":"eng","value":"A"})";
  const std::string same = R"({ "value":"\u0041", "language":"eng" })";
  EXPECT_EQ(faults_in(Form{}.with("fullName", "[" + entry + "," + same + "]")),
            "KER-IOV-004 identity/fullName");
  EXPECT_EQ(faults_in(Form{}.with("fullName", in_languages("A", "A"))), "");
  EXPECT_EQ(faults_in(Form{}.with(
                "fullName", R"([{"language":"eng","value":"A"},{"language":"eng","value":"B"}])")),
            "");
}

TEST(Schema, KeysThatAreThereTwiceAreFaults) {
  std::string json = Form{}.json();
  json.insert(json.find(R"("phone")"), R"("phone":"9000000004",)");
  EXPECT_EQ(faults_in(json), "KER-IOV-004 identity/phone");
  // The same key in another spelling.
  json = Form{}.json();
  json.insert(json.find(R"("phone")"), R"("\u0070hone":"9000000004",)");
  EXPECT_EQ(faults_in(json), "KER-IOV-004 identity/phone");
  json = Form{}.json();
  json.insert(json.find(R"("phone")"), R"("more":1,"a":2,"more":2,"more":3,)");
  EXPECT_EQ(faults_in(json), "KER-IOV-004 identity/more");
  EXPECT_EQ(faults_in(Form{}.with("fullName", R"([{"language":"eng","value":"A","value":"B"}])")),
            "KER-IOV-004 identity/fullName/0/value");
}

TEST(Schema, HalfACharacterIsNoText) {
  for (const char* bad : {R"("\udc00")", R"("\ud800x")"}) {
    const std::string faults = faults_in(Form{}.with("CNIENumber", bad));
    EXPECT_TRUE(faults == "KER-IOV-004 identity/CNIENumber" ||
                faults == "KER-IOV-004 demographicDetails")
        << faults;
  }
}

TEST(Schema, OtherAttributesAreTakenAsTheyAre) {
  for (const char* any : {"1", "null", R"("x")", R"([1,"a",{"language":"xyz","value":""}])",
                          R"({"a":{"b":[]}})", R"({"a":1,"a":2})"})
    EXPECT_EQ(faults_in(Form{}.with("nationality", any)), "") << any;
}

TEST(Mandatory, AllThatIsMissingIsToldAtOnce) {
  EXPECT_EQ(faults_in(identity("")),
            "KER-IOV-005 identity/fullName; KER-IOV-005 identity/dateOfBirth|identity/age; "
            "KER-IOV-005 identity/gender; KER-IOV-005 identity/addressLine1; "
            "KER-IOV-005 identity/region; KER-IOV-005 identity/province; "
            "KER-IOV-005 identity/city; KER-IOV-005 identity/zone; "
            "KER-IOV-005 identity/postalCode; KER-IOV-005 identity/residenceStatus; "
            "KER-IOV-005 identity/referenceIdentityNumber");
  EXPECT_EQ(faults_in(Form{}.without("zone").with("phone", "7").with("fullName", "[]")),
            "KER-IOV-004 identity/phone; KER-IOV-004 identity/fullName; KER-IOV-005 identity/zone");
}

TEST(Mandatory, OptionalAttributesMayBeAbsent) {
  for (const char* name : {"phone", "email", "addressLine2", "addressLine3", "IDSchemaVersion"})
    EXPECT_EQ(faults_in(Form{}.without(name)), "");
}

TEST(Mandatory, AListMustSaySomething) {
  for (const char* name : {"fullName", "gender", "addressLine1", "region", "residenceStatus"}) {
    for (const auto& empty : {std::string{"[]"}, in_languages("", ""), in_languages(" ", "\\t")})
      EXPECT_EQ(faults_in(Form{}.with(name, empty)), std::string{"KER-IOV-004 identity/"} + name);
  }
  EXPECT_EQ(faults_in(Form{}.with("fullName", in_languages("", "ب"))), "");
  EXPECT_EQ(faults_in(Form{}.with("addressLine2", "[]")), "");
}

TEST(Stages, ALaterOneWaitsForTheFormer) {
  const Form pattern = Form{}.with("phone", R"("1")").with("gender", in_languages("XXX", "MLE"));
  EXPECT_EQ(faults_in(pattern), "KER-IOV-004 identity/phone");
  EXPECT_EQ(faults_in(pattern.without("city")), "KER-IOV-005 identity/city");
  EXPECT_EQ(faults_in(pattern.without("phone")), "KER-IOV-004 identity/gender/0/value");
}

TEST(Patterns, AllThatDoNotMatchAreToldAtOnce) {
  EXPECT_EQ(faults_in(Form{}
                          .with("phone", R"("")")
                          .with("email", R"("")")
                          .with("dateOfBirth", R"("")")
                          .with("postalCode", R"("")")
                          .with("age", "151")
                          .with("fullName", in_languages(repeated("n", 51), "ب"))
                          .with("addressLine1", in_languages("a", repeated("b", 51)))
                          .with("referenceIdentityNumber", R"("")")),
            "KER-IOV-004 identity/addressLine1/1/value; KER-IOV-004 identity/age; "
            "KER-IOV-004 identity/dateOfBirth; KER-IOV-004 identity/email; "
            "KER-IOV-004 identity/fullName/0/value; KER-IOV-004 identity/phone; "
            "KER-IOV-004 identity/postalCode; KER-IOV-004 identity/referenceIdentityNumber");
}

TEST(Patterns, AgesAreNumbers) {
  for (const char* good : {"0", "9", "30", "149", "150"})
    EXPECT_EQ(faults_in(Form{}.with("age", good)), "") << good;
  for (const char* bad : {"151", "-1", "1000", "18446744073709551615"})
    EXPECT_EQ(faults_in(Form{}.with("age", bad)), "KER-IOV-004 identity/age") << bad;
  // 30.0 is a whole number to the schema, and no text that the pattern takes.
  EXPECT_EQ(faults_in(Form{}.with("age", "30.0")), "KER-IOV-004 identity/age");
}

TEST(Patterns, NamesCountCodePoints) {
  EXPECT_EQ(faults_in(Form{}.with("fullName", in_languages(repeated("é", 50), repeated("أ", 50)))),
            "");
  EXPECT_EQ(faults_in(Form{}.with("fullName", in_languages(repeated("😀", 50), "x"))), "");
  EXPECT_EQ(faults_in(Form{}.with("fullName", in_languages("x", repeated("😀", 51)))),
            "KER-IOV-004 identity/fullName/1/value");
  EXPECT_EQ(faults_in(Form{}.with("fullName", in_languages("a\\nb", "x"))),
            "KER-IOV-004 identity/fullName/0/value");
}

TEST(Patterns, ACatastrophicOneEndsAsAFault) {
  Source source = shipped_source();
  source.properties["mosip.id.validation.identity.email"] = "(a+)+$";
  source.properties["mosip.id.validation.identity.CNIENumber"] = R"((\w*)*(\w*)*(\w*)*!)";
  const auto validator = made(source);
  const auto started = std::chrono::steady_clock::now();
  EXPECT_EQ(faults_in(Form{}
                          .with("email", '"' + repeated("a", 10'000) + "b\"")
                          .with("CNIENumber", '"' + repeated("a", 10'000) + '"'),
                      *validator),
            "KER-IOV-004 identity/CNIENumber; KER-IOV-004 identity/email");
  EXPECT_EQ(faults_in(Form{}.with("email", R"("aaaaaaaaaaaaaaa")"), *validator), "");
  EXPECT_LT(std::chrono::steady_clock::now() - started, 60s);
}

TEST(Reference, DaysThatAreInTheCalendar) {
  for (const char* good : {"2020/03/02", "2020/02/29", "2000/02/29", "1869/01/01", "0001/01/01"})
    EXPECT_EQ(faults_in(Form{}.with("dateOfBirth", '"' + std::string{good} + '"')), "") << good;
  for (const char* bad : {"2020/03/03", "2021/01/01", "2019/02/29", "1900/02/29", "1990/04/31",
                          "1990/00/10", "1990/01/00"})
    EXPECT_EQ(faults_in(Form{}.with("dateOfBirth", '"' + std::string{bad} + '"')),
              "KER-IOV-004 identity/dateOfBirth")
        << bad;
}

TEST(Reference, NamesCountAsCodesInTheirLanguage) {
  EXPECT_EQ(
      faults_in(Form{}
                    .with("gender", in_languages("Female", "أنثى"))
                    .with("region", in_languages("Rabat Sale Kenitra", "جهة الرباط سلا القنيطرة"))
                    .with("city", in_languages("Kenitra", "KNT"))),
      "");
  EXPECT_EQ(faults_in(Form{}.with("gender", in_languages("Femelle", "Female"))),
            "KER-IOV-004 identity/gender/0/value; KER-IOV-004 identity/gender/1/value");
  EXPECT_EQ(faults_in(Form{}.with("gender", in_languages("OTH", "Others"))),
            "KER-IOV-004 identity/gender/0/value; KER-IOV-004 identity/gender/1/value");
}

TEST(Reference, ThePostalCodeMayBeOfAnyLanguage) {
  EXPECT_EQ(faults_in(Form{}.with("postalCode", R"("10190")")), "");
  EXPECT_EQ(faults_in(Form{}.with("postalCode", R"("99999")")), "KER-IOV-004 identity/postalCode");
}

TEST(Reference, AValueOfAnUnknownLanguageIsNotLookedAt) {
  EXPECT_EQ(faults_in(Form{}.with("gender", R"([{"language":"xyz","value":"nobody"}])")),
            "KER-IOV-004 identity/gender/0/language");
}

TEST(Reference, ALanguageWithoutRowsTakesAnyValue) {
  Source source = shipped_source();
  master_data::Tables tables = shipped_tables();
  tables.languages.text += "\nlanguage|spa|Spanish|Indo-European|español|active\n";
  source.data = std::make_shared<const master_data::MasterData>(
      master_data::MasterData::read(tables).value());
  const auto validator = made(source);
  const auto gender = [&](const char* value) {
    return faults_in(
        Form{}.with("gender", std::string{R"([{"language":"spa","value":")"} + value + "\"}]"),
        *validator);
  };
  EXPECT_EQ(gender("cualquiera"), "");
}

TEST(Reference, AnInactiveLanguageIsNone) {
  Source source = shipped_source();
  master_data::Tables tables = shipped_tables();
  std::string& text = tables.languages.text;
  const size_t at = text.find("active", text.find("language|ara"));
  text.replace(at, 6, "inactive");
  source.data = std::make_shared<const master_data::MasterData>(
      master_data::MasterData::read(tables).value());
  source.properties["mosip.supported-languages"] = "eng,fra";
  EXPECT_EQ(faults_in(Form{}
                          .without("addressLine2")
                          .without("addressLine3")
                          .with("gender", in_languages("MLE", "nobody")),
                      *made(source)),
            "KER-IOV-004 identity/fullName/1/language; KER-IOV-004 identity/gender/1/language; "
            "KER-IOV-004 identity/residenceStatus/1/language; "
            "KER-IOV-004 identity/addressLine1/1/language; KER-IOV-004 identity/region/1/language; "
            "KER-IOV-004 identity/province/1/language; KER-IOV-004 identity/city/1/language; "
            "KER-IOV-004 identity/zone/1/language");
}

TEST(Reference, ResidenceAndParentsCountWhereTheyAreAskedFor) {
  const Form stranger = Form{}.with("residenceStatus", in_languages("somewhere", "NFR"));
  const Form far = Form{}.with("city", in_languages("RAB", "KNT")).with("postalCode", R"("10106")");
  EXPECT_EQ(faults_in(stranger), "");
  EXPECT_EQ(faults_in(far), "");
  Source source = shipped_source();
  source.strict = true;
  const auto strict = made(source);
  EXPECT_EQ(faults_in(Form{}, *strict), "");
  EXPECT_EQ(faults_in(stranger, *strict), "KER-IOV-004 identity/residenceStatus/0/value");
  EXPECT_EQ(faults_in(far, *strict),
            "KER-IOV-004 identity/city/0/value; KER-IOV-004 identity/postalCode");
}

TEST(Reference, DocumentsAreOfTheirCategory) {
  const auto proof = [](const char* name, const char* type) {
    return faults_in(
        Form{}.with(name, std::string{R"({"format":"pdf","type":")"} + type + R"(","value":"x"})"));
  };
  EXPECT_EQ(proof("proofOfAddress", "DOC004"), "");
  EXPECT_EQ(proof("proofOfAddress", "Contrat de location"), "");
  EXPECT_EQ(proof("proofOfIdentity", "DOC004"), "KER-IOV-004 identity/proofOfIdentity/type");
  EXPECT_EQ(proof("proofOfRelationship", ""), "KER-IOV-004 identity/proofOfRelationship/type");
  EXPECT_EQ(proof("proofOfException", "DOC008"), "");
  // No category is mapped to it.
  EXPECT_EQ(proof("proofOfDateOfBirth", "anything"), "");
  EXPECT_EQ(faults_in(Form{}.with("proofOfAddress", R"({"type":7})")),
            "KER-IOV-004 identity/proofOfAddress/type");
}

TEST(Bounds, AHugeListEndsSoon) {
  std::string entries = "[";
  for (int i = 0; i < 100'000; ++i) {
    if (i > 0) entries += ',';
    entries += R"({"language":"eng","value":")" + std::to_string(i) + "\"}";
  }
  const auto started = std::chrono::steady_clock::now();
  EXPECT_EQ(faults_in(Form{}.with("addressLine2", entries + "]")), "");
  EXPECT_EQ(faults_in(Form{}.with("addressLine2", entries + R"(,{"language":"eng","value":"7"}])")),
            "KER-IOV-004 identity/addressLine2");
  EXPECT_EQ(
      shipped()
          .check(
              Form{}.with("fullName", repeated("[", 1) + "1" + repeated(",1", 99'999) + "]").json(),
              today)
          .size(),
      Validator::faults_max);
  EXPECT_LT(std::chrono::steady_clock::now() - started, 60s);
}

TEST(Bounds, ManyAttributesAndLongNames) {
  std::string members;
  for (int i = 0; i < 50'000; ++i) members += "\"x" + std::to_string(i) + "\":1,";
  std::string json = Form{}.json();
  json.insert(json.find(R"("phone")"), members);
  const auto started = std::chrono::steady_clock::now();
  EXPECT_EQ(faults_in(json), "");
  EXPECT_LT(std::chrono::steady_clock::now() - started, 60s);
  json = Form{}.json();
  json.insert(1, '"' + repeated("é", 10'000) + "\":1,");
  EXPECT_EQ(faults_in(json), "KER-IOV-004 " + repeated("é", 64));
}
}  // namespace
}  // namespace id_object
