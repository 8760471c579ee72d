// actors/audit/audit_filter.h: which records a reader wants. Pure.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "actors/audit/audit_rules.h"

namespace audit {
/// Records whose members have given values, all of them.
class Filter {
 public:
  void want(Field field, std::string_view value);
  bool takes(std::string_view text) const;

 private:
  std::vector<std::string> members_;  ///< as the record's text has them
};

/// The field of this name on the wire.
std::optional<Field> field_named(std::string_view name);
}  // namespace audit
