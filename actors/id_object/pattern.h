// actors/id_object/pattern.h: a configured pattern of an identity's attribute, in Java's dialect.
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "actors/base/expected.h"

namespace id_object {
/// Compiled once. Immutable; copies share the compiled pattern; safe from any thread.
class Pattern {
 public:
  /// Java takes a hyphen behind a class escape, as in [\w-\+], for itself and PCRE2 does not: such
  /// hyphens are escaped first (devices sheet B.3). \w, \d and \s are ASCII, as in Java; a
  /// character is a code point, where Java counts UTF-16 units. The error says where the pattern is
  /// wrong.
  static Expected<Pattern, std::string> compile(std::string_view java);

  /// Whether the whole of `text`, which is UTF-8, is of the pattern. A text of more than
  /// text_bytes_max bytes is not, nor is one that takes more than steps_max steps: that bounds what
  /// nested repetitions cost.
  bool matches(std::string_view text) const;

  /// The pattern as it was configured.
  const std::string& java() const { return java_; }

  static constexpr size_t text_bytes_max = 16'384;
  static constexpr unsigned steps_max = 100'000;

 private:
  Pattern(std::string java, std::shared_ptr<const void> code)
      : java_(std::move(java)), code_(std::move(code)) {}
  std::string java_;
  std::shared_ptr<const void> code_;  ///< known to pattern.cc alone
};

/// `java` with a backslash in front of each hyphen that stands behind a class escape in a class.
std::string with_literal_hyphens(std::string_view java);
}  // namespace id_object
