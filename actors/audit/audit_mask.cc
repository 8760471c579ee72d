// actors/audit/audit_mask.cc: names of secrets, and where their values end.
#include "actors/audit/audit_mask.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace audit {
namespace {
constexpr std::string_view mask = "***";
constexpr std::array<std::string_view, 8> secret_words{"password", "passwd", "passphrase", "pwd",
                                                       "secret",   "token",  "biometric",  "otp"};
/// In longer words these mean something else.
constexpr std::array<std::string_view, 2> secret_names{"pin", "pincode"};

char lowered(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }
bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_quote(char c) { return c == '"' || c == '\''; }
bool is_name_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-';
}
bool ends_value(char c) {
  return is_blank(c) || std::string_view{"\r\n,;&\"'}]\\"}.find(c) != std::string_view::npos;
}

/// The word in front of an `=` or `:`; a quotation mark, a backslash and blanks may stand between.
std::string name_before(std::string_view text) {
  while (!text.empty() && (is_blank(text.back()) || is_quote(text.back()) || text.back() == '\\'))
    text.remove_suffix(1);
  size_t begin = text.size();
  while (begin > 0 && is_name_character(text[begin - 1])) --begin;
  std::string name{text.substr(begin)};
  std::ranges::transform(name, name.begin(), lowered);
  return name;
}

bool names_a_secret(std::string_view before) {
  const std::string name = name_before(before);
  const auto holds = [&](std::string_view word) { return name.find(word) != std::string::npos; };
  return std::ranges::any_of(secret_words, holds) ||
         std::ranges::find(secret_names, std::string_view{name}) != secret_names.end();
}

bool is_token_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_' || c == '.';
}

/// How long the JSON Web Token is that `text` begins with; 0: none.
size_t token_length(std::string_view text) {
  if (!text.starts_with("eyJ")) return 0;
  const auto end = std::ranges::find_if_not(text, is_token_character);
  const auto length = static_cast<size_t>(end - text.begin());
  return std::ranges::count(text.substr(0, length), '.') >= 2 ? length : 0;
}

/// Where the value begins that follows the `=` or `:` before `from`.
size_t begin_of_value(std::string_view text, size_t from) {
  while (from < text.size() && (is_blank(text[from]) || text[from] == '=' || text[from] == '>'))
    ++from;
  return from;
}

/// Where the value ends that begins at `from`: behind its partner if it opens with a quotation mark
/// or a bracket (behind the text without one), else before what cannot be in it.
size_t end_of_value(std::string_view text, size_t from) {
  if (from == text.size()) return from;
  const bool is_escaped = text[from] == '\\' && from + 1 < text.size() && is_quote(text[from + 1]);
  const char first = text[from + (is_escaped ? 1 : 0)];
  size_t end = from + (is_escaped ? 2 : 1);
  if (is_quote(first)) {
    while (end < text.size() && (text[end] != first || (text[end - 1] == '\\') != is_escaped))
      ++end;
    return std::min(end + 1, text.size());
  }
  if (first == '[' || first == '{') {
    for (size_t depth = 1; end < text.size() && depth > 0; ++end) {
      if (text[end] == '[' || text[end] == '{') ++depth;
      if (text[end] == ']' || text[end] == '}') --depth;
    }
    return end;
  }
  end = from;
  while (end < text.size() && !ends_value(text[end])) ++end;
  for (const std::string_view scheme : {"bearer", "basic"}) {
    if (!std::ranges::equal(text.substr(from, end - from), scheme, {}, lowered)) continue;
    while (end < text.size() && is_blank(text[end])) ++end;
    while (end < text.size() && !ends_value(text[end])) ++end;
  }
  return end;
}
}  // namespace

std::string masked(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size();) {
    if (const size_t token = token_length(text.substr(i)); token > 0) {
      out += mask;
      i += token;
      continue;
    }
    const char c = text[i++];
    out.push_back(c);
    if ((c != '=' && c != ':') || !names_a_secret(text.substr(0, i - 1))) continue;
    const size_t begin = begin_of_value(text, i);
    const size_t end = end_of_value(text, begin);
    out.append(text.substr(i, begin - i));
    if (end > begin) out += mask;
    i = end;
  }
  return out;
}
}  // namespace audit
