// actors/id_object/pattern_check.cc: each configured pattern against what stands at its path.
#include <span>

#include "actors/id_object/rules.h"

namespace id_object {
namespace {
using Steps = std::span<const AttributePath::Step>;

/// Texts as they are, whole numbers in decimal digits, flags as true and false. Nothing is of a
/// pattern that is neither.
bool is_of(const Pattern& pattern, const json::Value& value) {
  std::string_view text;
  if (value.get(text) == simdjson::SUCCESS) return pattern.matches(text);
  int64_t number = 0;
  if (value.get(number) == simdjson::SUCCESS) return pattern.matches(std::to_string(number));
  uint64_t large = 0;
  if (value.get(large) == simdjson::SUCCESS) return pattern.matches(std::to_string(large));
  bool flag = false;
  if (value.get(flag) == simdjson::SUCCESS) return pattern.matches(flag ? "true" : "false");
  return false;
}

/// What is not there, or of a shape that has no such step, is passed over.
void check(const Pattern& pattern, const json::Value& value, Steps steps, const Place& place,
           Findings& found) {
  if (found.is_full()) return;
  if (steps.empty()) {
    if (!value.is_null() && !is_of(pattern, value)) found.invalid(place);
    return;
  }
  const auto& step = steps.front();
  simdjson::dom::array elements;
  json::Object members;
  if (step.every_element && value.get(elements) == simdjson::SUCCESS) {
    size_t index = 0;
    for (const auto element : elements)
      check(pattern, element, steps.subspan(1), Place::element(&place, index++), found);
  } else if (!step.every_element && value.get(members) == simdjson::SUCCESS) {
    if (const auto member = json::find(members, step.member))
      check(pattern, *member, steps.subspan(1), Place::member(&place, step.member), found);
  }
}
}  // namespace

void check_patterns(const Validator::Rules& rules, const Identity& identity, Findings& found) {
  for (const PatternRule& rule : rules.patterns) {
    const auto& value = identity[rule.attribute];
    if (!value) continue;
    check(rule.pattern, *value, rule.steps,
          Place::member(&identity_place, identity.name(rule.attribute)), found);
  }
}
}  // namespace id_object
