// actors/id_object/mandatory_check.cc: attributes that must be there and say something.
#include "actors/base/text.h"
#include "actors/id_object/rules.h"

namespace id_object {
namespace {
/// A text that says something, or an entry whose `value` is one.
bool says_something(const json::Value& entry) {
  std::string_view text;
  json::Object object;
  if (entry.get(object) == simdjson::SUCCESS) {
    const auto value = json::find(object, "value");
    return value && (!value->is_string() || says_something(*value));
  }
  return entry.get(text) != simdjson::SUCCESS || !text::is_blank(text);
}

/// Texts with a pattern are matched in the next stage, empty ones too.
bool is_empty(const Attribute& attribute, const json::Value& value) {
  simdjson::dom::array entries;
  if (value.get(entries) == simdjson::SUCCESS) {
    for (const auto entry : entries) {
      if (says_something(entry)) return false;
    }
    return true;
  }
  return value.is_string() && !attribute.has_pattern && !says_something(value);
}

/// "identity/dateOfBirth|identity/age": the seed's form.
std::string path_of(const MandatoryRule& rule, const Identity& identity) {
  std::string path;
  for (const size_t attribute : rule) {
    if (!path.empty()) path += '|';
    path += Place::member(&identity_place, identity.name(attribute)).text();
  }
  return path;
}
}  // namespace

void check_mandatory(const Validator::Rules& rules, const Identity& identity, Findings& found) {
  for (const MandatoryRule& rule : rules.mandatory) {
    bool is_there = false;
    for (const size_t attribute : rule) {
      const auto& value = identity[attribute];
      const Attribute& known = rules.attributes[attribute];
      // The schema has refused the null of an attribute that it declares.
      if (!value || (value->is_null() && !known.is_declared)) continue;
      is_there = true;
      if (is_empty(known, *value)) found.invalid(Place::member(&identity_place, known.name));
    }
    if (!is_there) found.add(missing_input, path_of(rule, identity));
  }
}
}  // namespace id_object
