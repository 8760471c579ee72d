// tests/audit/audit_rules_test.cc: members and their lengths, row by row.
#include "actors/audit/audit_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "actors/audit/audit_record.h"

namespace audit {
using testing::IsEmpty;

/// Every member, filled.
static Record whole_record() {
  Record record;
  for (auto& text : record.texts) text = "a";
  record[Field::action_time] = "2026-03-01T08:15:29.929Z";
  return record;
}
static std::string sentence(Field field, const std::string& problem) {
  return std::string{"Request."}.append(rule_of(field).name).append(" ").append(problem);
}

TEST(AuditRules, AWholeRecordIsFine) { EXPECT_THAT(faults_of({}, whole_record()), IsEmpty()); }

TEST(AuditRules, TheFirstThirteenMustBeThere) {
  for (size_t i = 0; i < fields; ++i) {
    const auto field = static_cast<Field>(i);
    Record record = whole_record();
    record[field].reset();
    const Faults faults = faults_of({}, record);
    if (field >= Field::module_name) {
      EXPECT_THAT(faults, IsEmpty()) << rule_of(field).name;
      continue;
    }
    ASSERT_EQ(faults.size(), 1u) << rule_of(field).name;
    EXPECT_EQ(text_of(faults[0]), sentence(field, "must not be null"));
    EXPECT_EQ(code_of(faults[0]), "KER-AUD-001");
  }
}

TEST(AuditRules, ThreeOfThemOnlyWhereConfigurationSaysSo) {
  Record record = whole_record();
  record[Field::session_user_name].reset();
  record[Field::id].reset();
  record[Field::id_type].reset();
  EXPECT_EQ(faults_of({true}, record).size(), 3u);
  EXPECT_THAT(faults_of({false}, record), IsEmpty());
  record[Field::id] = "";
  EXPECT_EQ(faults_of({false}, record).size(), 1u);
}

TEST(AuditRules, EachLengthHasItsEdge) {
  for (size_t i = 0; i < fields; ++i) {
    const auto field = static_cast<Field>(i);
    if (field == Field::action_time) continue;
    const size_t most = rule_of(field).characters_max;
    Record record = whole_record();
    record[field] = std::string(most, 'x');
    EXPECT_THAT(faults_of({}, record), IsEmpty()) << rule_of(field).name;
    record[field] = std::string(most + 1, 'x');
    const std::string least = field >= Field::module_name ? "0" : "1";
    const std::string problem = "size must be between " + least + " and " + std::to_string(most);
    ASSERT_EQ(faults_of({}, record).size(), 1u);
    EXPECT_EQ(text_of(faults_of({}, record)[0]), sentence(field, problem));
    record[field] = "";
    EXPECT_EQ(faults_of({}, record).size(), least == "0" ? 0u : 1u) << rule_of(field).name;
  }
}

TEST(AuditRules, CharactersAreCountedAsTheReferenceDoes) {
  Record record = whole_record();
  std::string arabic, emoji;
  for (int i = 0; i < 64; ++i) arabic += "\u0633";
  for (int i = 0; i < 33; ++i) emoji += "\U0001F600";
  record[Field::event_id] = arabic;
  EXPECT_THAT(faults_of({}, record), IsEmpty());
  record[Field::event_id] = emoji;  // Two units each.
  EXPECT_EQ(faults_of({}, record).size(), 1u);
}

TEST(AuditRules, ATimeOfAnotherFormIsOneFault) {
  Record record = whole_record();
  record[Field::event_id].reset();
  for (const char* text : {"", "2026-03-01", "2026-03-01T08:15:29Z", "2026-13-01T08:15:29.929Z"}) {
    record[Field::action_time] = text;
    const Faults faults = faults_of({}, record);
    ASSERT_EQ(faults.size(), 1u) << text;
    EXPECT_EQ(faults[0].errc, Errc::audit_format);
  }
}

TEST(AuditRecord, TheTextHasMembersInOrderAndNoSecrets) {
  Record record;
  record[Field::description] = "login with password=Xy1! from \"home\"";
  record[Field::event_id] = "PRE_401";
  EXPECT_EQ(text_of(record),
            R"({"eventId":"PRE_401","description":"login with password=*** from \"home\""})");
}
}  // namespace audit
