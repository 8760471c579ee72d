// bench/load/generator/template.h: a text with places that are filled anew for each request.
#pragma once
#include <chrono>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace load {
/// What a scenario names: one value, or many of which each use takes one at random.
using Lists = std::map<std::string, std::vector<std::string>, std::less<>>;
/// What the earlier steps of an operation answered.
using Values = std::map<std::string, std::string, std::less<>>;

/// The name of a number that all steps of one operation share, and no other operation has.
inline constexpr std::string_view operation_value = "operation";

/// Where the filled-in values come from. `serial` gives each use a number of its own.
struct Source {
  std::mt19937_64& random;
  uint64_t& serial;
  std::chrono::system_clock::time_point now;
  const Lists& lists;
  const Values& values;
};

/// Places: {{now}} (UTC, milliseconds), {{serial}}, {{digits:N}} (no leading zero), {{between:A:B}}
/// (whole numbers, both ends included) {{operation}} and {{NAME}}: a value that an earlier step
/// captured, else one of a list of that name.
class Template {
 public:
  Template() = default;
  /// Throws std::invalid_argument, with the place, for what is none of these.
  explicit Template(std::string_view text);

  /// The names that must be captured or listed.
  std::vector<std::string> names() const;
  /// Throws std::out_of_range when a name is neither captured nor listed.
  std::string filled(const Source& source) const;
  /// The same for one that draws nothing; a list gives its first value.
  std::string filled(const Values& values, const Lists& lists) const;
  /// Whether it has a place that is another each time: now, serial, digits, between.
  bool draws() const;
  bool is_empty() const { return pieces_.empty(); }

 private:
  enum class Kind { literal, now, serial, digits, between, name };
  struct Piece {
    Kind kind = Kind::literal;
    std::string text{};
    uint64_t first = 0;
    uint64_t last = 0;
  };
  static Piece place(std::string_view inside);

  std::vector<Piece> pieces_;
};
}  // namespace load
