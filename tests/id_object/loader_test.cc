// tests/id_object/loader_test.cc: new attributes by data alone, and each mistake of an operator by
// name.
#include "actors/id_object/attribute_path.h"
#include "tests/id_object/samples.h"

namespace id_object {
namespace {
std::string fault_of(const Source& source) {
  const auto validator = load(source);
  return validator.ok() ? "none" : validator.error();
}
std::string fault_of_property(const char* key, const char* value) {
  Source source = shipped_source();
  source.properties[key] = value;
  return fault_of(source);
}
/// The shipped schema with `text` where `what` first stands.
std::string fault_of_schema(const std::string& what, const std::string& text) {
  Source source = shipped_source();
  const size_t at = source.schema.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  source.schema.replace(at, what.size(), text);
  return fault_of(source);
}

TEST(Loader, ANewAttributeNeedsNoCode) {
  Source source = shipped_source();
  const std::string before = R"("phone": {"type": "string"})";
  source.schema.replace(
      source.schema.find(before), before.size(),
      before + R"(,"motherTongue":{"$ref":"#/definitions/inLanguages"},)"
               R"("shoe":{"type":"integer","minimum":20,"maximum":60},)"
               R"("blood":{"type":"string","enum":["A","B","0"]},)"
               R"("nick":{"type":["string","null"],"minLength":2,"maxLength":3},)"
               R"("tags":{"type":"array","items":{"type":"string"},"minItems":1,"maxItems":2})");
  source.properties["mosip.id.validation.identity.motherTongue.[*].value"] = "[a-z]+";
  source.properties["mosip.id.validation.identity.note"] = "x+";
  source.properties[std::string{mandatory_key}] = "fullName,motherTongue,note";
  const auto validator = made(source);
  const Form form =
      Form{}.with("motherTongue", in_languages("amazigh", "b")).with("note", R"("x")");
  EXPECT_EQ(faults_in(form, *validator), "");
  EXPECT_EQ(faults_in(Form{}, *validator),
            "KER-IOV-005 identity/motherTongue; KER-IOV-005 identity/note");
  EXPECT_EQ(faults_in(form.with("motherTongue", in_languages("a", "B")), *validator),
            "KER-IOV-004 identity/motherTongue/1/value");
  EXPECT_EQ(faults_in(form.with("motherTongue", R"([{"language":"xyz","value":"a"}])"), *validator),
            "KER-IOV-004 identity/motherTongue/0/language");
  EXPECT_EQ(faults_in(form.with("note", R"("y")"), *validator), "KER-IOV-004 identity/note");
  EXPECT_EQ(faults_in(form.with("note", "null"), *validator), "KER-IOV-005 identity/note");
  const struct {
    const char* name;
    std::vector<const char*> good, bad;
  } rows[] = {{"shoe", {"20", "60", "42.0"}, {"19", "61", "42.5", R"("42")"}},
              {"blood", {R"("A")"}, {R"("C")", R"("")", "0"}},
              {"nick", {"null", R"("ab")", R"("éèà")"}, {R"("a")", R"("abcd")", "1"}},
              {"tags", {R"(["a"])", R"(["a","a"])"}, {"[]", R"(["a","b","c"])"}}};
  for (const auto& row : rows) {
    for (const char* good : row.good)
      EXPECT_EQ(faults_in(form.with(row.name, good), *validator), "") << row.name << good;
    for (const char* bad : row.bad)
      EXPECT_EQ(faults_in(form.with(row.name, bad), *validator),
                std::string{"KER-IOV-004 identity/"} + row.name)
          << bad;
  }
}

TEST(Loader, ABadSchemaIsNamedByLineAndReason) {
  EXPECT_EQ(fault_of_schema(R"("uniqueItems": true)", R"("contains": {})"),
            "schema line 8: the keyword contains is not supported");
  EXPECT_EQ(fault_of_schema(R"({"type": "integer"})", R"({"type": "integer", "format": "int64"})"),
            "schema line 31: the keyword format is not supported");
  EXPECT_EQ(fault_of_schema(R"("uniqueItems": true)", R"("pattern": "a")"),
            "schema line 8: the keyword pattern is not supported");
  EXPECT_EQ(fault_of_schema(R"("type": "array")", R"("type": "list")"),
            "schema line 7: there is no type list");
  EXPECT_EQ(fault_of_schema(R"("uniqueItems": true)", R"("uniqueItems": 1)"),
            "schema line 8: a value has the wrong type");
  EXPECT_EQ(fault_of_schema(R"("uniqueItems": true)", R"("type": "array")"),
            "schema line 8: type is said twice");
  EXPECT_EQ(fault_of_schema("#/definitions/inLanguages", "#/definitions/others"),
            "schema line 55: $ref: there is no definition others");
  EXPECT_EQ(fault_of_schema("#/definitions/inLanguages", "other.json"),
            "schema line 29: $ref: only #/definitions/NAME is supported");
  EXPECT_EQ(fault_of_schema(R"({"$ref": "#/definitions/inLanguages"})",
                            R"({"$ref": "#/definitions/inLanguages", "maxItems": 3})"),
            "schema line 29: nothing may stand beside $ref");
  EXPECT_EQ(fault_of_schema(R"("items": {)", R"("items": [], "title": {)"),
            "schema line 9: items: only one schema for all is supported");
  EXPECT_EQ(fault_of_schema(R"("additionalProperties": false)", R"("additionalProperties": {})"),
            "schema line 13: additionalProperties: only true and false are supported");
  EXPECT_EQ(fault_of_schema(R"("phone")", R"("email")"),
            "schema line 43: the property email is said twice");
  EXPECT_TRUE(fault_of_schema(R"("uniqueItems": true,)", R"("uniqueItems": true)")
                  .starts_with("schema line "));
}

TEST(Loader, ASchemaIsOfADocumentWithAnIdentityAlone) {
  const std::string wanted =
      "schema line 1: the schema is of an object with one required property, identity, and "
      "additionalProperties false";
  EXPECT_EQ(fault_of_schema(R"("required": ["identity"])", R"("required": [])"), wanted);
  Source source = shipped_source();
  for (const char* bad :
       {"{}", R"({"type":"object"})", R"({"type":"array"})",
        R"({"type":"object","properties":{"identity":{}},"required":["identity"]})"}) {
    source.schema = bad;
    EXPECT_EQ(fault_of(source), wanted);
  }
  source.schema = R"({"type":"object","properties":{"identity":{}},"required":["identity"],)"
                  R"("additionalProperties":false})";
  EXPECT_EQ(fault_of(source), "schema line 1: the property identity is of type object");
  for (const char* bad : {"", "x", "[", "{", R"({"type":"object"} 1)"}) {
    source.schema = bad;
    EXPECT_TRUE(fault_of(source).starts_with("schema line 1: ")) << fault_of(source);
  }
}

TEST(Loader, ABadPropertyIsNamed) {
  EXPECT_EQ(fault_of_property("mosip.id.validation.identity.email", "("),
            "mosip.id.validation.identity.email: is no pattern: wrong at character 2");
  EXPECT_EQ(
      fault_of_property("mosip.id.validation.identity.email", ""),
      "mosip.id.validation.identity.email: is empty; leave the key out where nothing is asked");
  EXPECT_EQ(fault_of_property("mosip.id.validation.identity.fullName.[0].value", "a"),
            "mosip.id.validation.identity.fullName.[0].value: a path is made of names with dots "
            "between, and of [*]");
  EXPECT_EQ(fault_of_property("mosip.supported-languages", "eng,spa"),
            "mosip.supported-languages: spa is no active language of the languages' table");
  EXPECT_EQ(fault_of_property("mosip.supported-languages", " , "),
            "mosip.supported-languages: there is no language");
  EXPECT_EQ(
      fault_of_property(mandatory_key.data(), "fullName,|"),
      std::string{mandatory_key} + ": expected names, with | between such as replace each other");
}

TEST(AttributePath, Forms) {
  const auto steps = [](const char* text) {
    auto path = attribute_path_of(text);
    if (!path.ok()) return std::string{"refused"};
    std::string out = path.value().attribute;
    for (const auto& step : path.value().steps)
      out += step.every_element ? " *" : " " + step.member;
    return out;
  };
  EXPECT_EQ(steps("phone"), "phone");
  EXPECT_EQ(steps("fullName.[*].value"), "fullName * value");
  EXPECT_EQ(steps("fullName[*].value"), "fullName * value");
  EXPECT_EQ(steps("a.b.c[*][*]"), "a b c * *");
  for (const char* bad : {"", ".", "a.", ".a", "a..b", "[*]", "[*].a", "a[0]", "a[*]b", "a.[*",
                          "a]b", "a['b']", "$..a.*"})
    EXPECT_EQ(steps(bad), "refused") << bad;
}
}  // namespace
}  // namespace id_object
