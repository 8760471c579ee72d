// actors/id_object/java_pattern.h: patterns as the reference's configuration writes them, for
// PCRE2.
#pragma once
#include <string>
#include <string_view>

#include "actors/base/expected.h"

namespace id_object {
struct BadPattern {
  std::string reason;
};

/// `java` so that PCRE2 means the same by it: a hyphen that stands behind a class escape in a class
/// is escaped (Java takes [\w-\+] as it stands), and \uXXXX becomes \x{XXXX}. What PCRE2 would take
/// and mean otherwise is refused: classes in classes, && in them, verbs such as (*UTF).
Expected<std::string, BadPattern> pcre2_form(std::string_view java);
}  // namespace id_object
