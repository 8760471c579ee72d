// actors/id_object/pattern.h: a configured pattern of an identity's attribute, in Java's dialect.
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "actors/base/expected.h"

namespace id_object {
/// Compiled once, to machine code where PCRE2 can. Immutable; copies share the compiled pattern;
/// safe from any thread.
class Pattern {
 public:
  /// What Java writes otherwise than PCRE2 is rewritten or refused first: java_pattern.h. \w, \d
  /// and
  /// \s are ASCII, as in Java. A dot is one code point, in PCRE2 as in Java, whose patterns step
  /// over surrogate pairs: {0,50} takes 50 emoji, though Java's String.length() counts 100 (the
  /// sheet, B.3, speaks of that count). No dot matches the end of a line; beyond Java's ends of
  /// lines \v and \f are such. The error says where the pattern is wrong.
  static Expected<Pattern, std::string> compile(std::string_view java);

  /// Whether the whole of `text` is of the pattern. A text of more than text_bytes_max bytes is
  /// not, nor one that is no UTF-8 or takes more than steps_max steps: that bounds what nested
  /// repetitions cost.
  bool matches(std::string_view text) const;

  /// The pattern as it was configured.
  const std::string& java() const { return java_; }

  static constexpr size_t text_bytes_max = 16'384;
  static constexpr unsigned steps_max = 100'000;
  /// Nested repetitions without machine code; memory for the steps back, in KiB.
  static constexpr unsigned depth_max = 10'000;
  static constexpr unsigned memory_kib_max = 4'096;

 private:
  Pattern(std::string java, std::shared_ptr<const void> code)
      : java_(std::move(java)), code_(std::move(code)) {}
  std::string java_;
  std::shared_ptr<const void> code_;  ///< known to pattern.cc alone
};
}  // namespace id_object
