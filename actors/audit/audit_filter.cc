// actors/audit/audit_filter.cc: a member is looked for as text.
#include "actors/audit/audit_filter.h"

#include <algorithm>

#include "actors/json/json_write.h"

namespace audit {
// A record is one flat object of texts, written by ObjectWriter. A quotation mark within a text has
// a backslash before it, so `"name":"value"` stands in the object only where it is a member.
void Filter::want(Field field, std::string_view value) {
  json::ObjectWriter object{value.size()};
  object.field(rule_of(field).name, value);
  const std::string whole = std::move(object).finish();
  members_.push_back(whole.substr(1, whole.size() - 2));
}

bool Filter::takes(std::string_view text) const {
  return std::ranges::all_of(
      members_, [&](const std::string& one) { return text.find(one) != std::string_view::npos; });
}

std::optional<Field> field_named(std::string_view name) {
  for (size_t i = 0; i < fields; ++i)
    if (rule_of(static_cast<Field>(i)).name == name) return static_cast<Field>(i);
  return std::nullopt;
}
}  // namespace audit
