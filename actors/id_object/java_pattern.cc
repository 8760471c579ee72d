// actors/id_object/java_pattern.cc: one character after the other.
#include "actors/id_object/java_pattern.h"

#include <algorithm>

#include "actors/base/hex.h"

namespace id_object {
namespace {
bool is_hexadecimal(char c) { return hex::value_of(c) >= 0; }

class Translation {
 public:
  explicit Translation(std::string_view java) : rest_(java) {}

  /// What is wrong, or nothing.
  std::string run() {
    while (!rest_.empty()) {
      std::string wrong = rest_.front() == '\\' ? escape() : character();
      if (!wrong.empty()) return wrong;
    }
    return {};
  }
  std::string pattern() && { return std::move(out_); }

 private:
  void copy(size_t count) {
    out_ += rest_.substr(0, count);
    rest_.remove_prefix(std::min(count, rest_.size()));
  }

  std::string escape() {
    const char escaped = rest_.size() > 1 ? rest_[1] : '\0';
    if (escaped == 'Q') {
      const size_t end = rest_.find("\\E");
      copy(end == std::string_view::npos ? rest_.size() : end + 2);
    } else if (escaped == 'u') {
      return code_unit();
    } else if (escaped == 'p' || escaped == 'P') {
      const size_t end = rest_.size() > 2 && rest_[2] == '{' ? rest_.find('}') : 2;
      copy(end == std::string_view::npos ? rest_.size() : end + 1);
      literal_hyphen();
    } else {
      copy(2);
      if (std::string_view{"dDwWsShHvV"}.find(escaped) != std::string_view::npos) literal_hyphen();
    }
    return {};
  }
  /// Behind a class escape.
  void literal_hyphen() {
    const bool ends_class = rest_.size() > 1 && rest_[1] == ']';
    if (in_class_ && rest_.starts_with('-') && !ends_class) out_ += '\\';
  }
  std::string code_unit() {
    const std::string_view digits = rest_.substr(2, 4);
    if (digits.size() < 4 || !std::ranges::all_of(digits, is_hexadecimal))
      return "\\u wants four hexadecimal digits";
    out_.append("\\x{").append(digits).append("}");
    rest_.remove_prefix(6);
    return {};
  }

  std::string character() {
    const char c = rest_.front();
    if (in_class_ && c == '[') return "a class inside a class is not supported";
    if (in_class_ && rest_.starts_with("&&")) return "&& in a class is not supported";
    if (!in_class_ && rest_.starts_with("(*")) return "(* is not supported";
    if (!in_class_ && c == '[') {
      in_class_ = true;
      copy(rest_.starts_with("[^") ? 2 : 1);
      if (rest_.starts_with(']')) copy(1);  // It is itself at the front.
      return {};
    }
    if (c == ']') in_class_ = false;
    copy(1);
    return {};
  }

  std::string_view rest_;
  std::string out_;
  bool in_class_ = false;
};
}  // namespace

Expected<std::string, BadPattern> pcre2_form(std::string_view java) {
  Translation translation{java};
  if (std::string wrong = translation.run(); !wrong.empty()) return BadPattern{std::move(wrong)};
  return std::move(translation).pattern();
}
}  // namespace id_object
