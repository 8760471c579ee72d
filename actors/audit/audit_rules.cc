// actors/audit/audit_rules.cc: the table of members, and what it says about a record.
#include "actors/audit/audit_rules.h"

#include <fmt/format.h>

#include "actors/base/clock.h"

namespace audit {
namespace {
constexpr std::array<FieldRule, fields> table{{
    {"eventId", 64, Need::required},
    {"eventName", 128, Need::required},
    {"eventType", 64, Need::required},
    {"actionTimeStamp", 0, Need::required},
    {"hostName", 128, Need::required},
    {"hostIp", 256, Need::required},
    {"applicationId", 64, Need::required},
    {"applicationName", 128, Need::required},
    {"sessionUserId", 256, Need::required},
    {"sessionUserName", 128, Need::relaxed},
    {"id", 64, Need::relaxed},
    {"idType", 64, Need::relaxed},
    {"createdBy", 256, Need::required},
    {"moduleName", 128, Need::optional},
    {"moduleId", 64, Need::optional},
    {"description", 2048, Need::optional},
}};

/// The length of UTF-8 text in UTF-16 units.
size_t utf16_units(std::string_view text) {
  size_t units = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xc0) != 0x80) ++units;  // Begins a character.
    if (byte >= 0xf0) ++units;           // One beyond the basic plane takes two.
  }
  return units;
}

Fault field_fault(const FieldRule& rule, std::string_view problem) {
  return {Errc::audit_field, {fmt::format("Request.{} {}", rule.name, problem)}};
}
}  // namespace

const FieldRule& rule_of(Field field) { return table[static_cast<size_t>(field)]; }

Faults faults_of(const Rules& rules, const Record& record) {
  Faults faults;
  for (size_t i = 0; i < fields; ++i) {
    const FieldRule& rule = table[i];
    const bool required =
        rule.need == Need::required || (rule.need == Need::relaxed && rules.names_required);
    if (!record.texts[i]) {
      if (required) faults.push_back(field_fault(rule, "must not be null"));
      continue;
    }
    if (rule.characters_max == 0) continue;
    const size_t units = utf16_units(*record.texts[i]);
    const size_t units_min = rule.need == Need::optional ? 0 : 1;
    if (units >= units_min && units <= rule.characters_max) continue;
    faults.push_back(field_fault(
        rule, fmt::format("size must be between {} and {}", units_min, rule.characters_max)));
  }
  const auto& moment = record[Field::action_time];
  UtcTime parsed;
  if (moment && !parse_iso_utc(*moment, parsed)) return {{Errc::audit_format, {}}};
  return faults;
}
}  // namespace audit
