// actors/audit/audit_mask.cc: names of secrets, and where their values end.
#include "actors/audit/audit_mask.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace audit {
namespace {
constexpr std::string_view mask = "***";
constexpr std::array<std::string_view, 10> secret_words{
    "password", "passwd",    "passphrase", "pwd",           "secret",
    "token",    "biometric", "otp",        "authorization", "credential"};
/// In longer words these mean something else.
constexpr std::array<std::string_view, 2> secret_names{"pin", "pincode"};

char lowered(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }
bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_quote(char c) { return c == '"' || c == '\''; }
bool is_name_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-';
}
/// How many backslashes stand at `at`.
size_t backslashes(std::string_view text, size_t at) {
  return std::min(text.find_first_not_of('\\', at), text.size()) - at;
}
/// Whether a quotation mark stands at `at`, behind any number of backslashes: JSON within a text.
bool is_quote_at(std::string_view text, size_t at) {
  at += backslashes(text, at);
  return at < text.size() && is_quote(text[at]);
}
bool ends_value(std::string_view text, size_t at) {
  const char c = text[at];
  if (c == '\\') return is_quote_at(text, at);
  return is_blank(c) || std::string_view{"\r\n,;&\"'}]"}.find(c) != std::string_view::npos;
}
/// Behind the quotation mark that ends what opens at `from`: the same one, behind as many
/// backslashes. One behind more of them is in the value.
size_t end_of_quoted(std::string_view text, size_t from) {
  const size_t depth = backslashes(text, from);
  const char mark = text[from + depth];
  size_t run = 0;
  for (size_t at = from + depth + 1; at < text.size(); ++at) {
    if (text[at] == mark && run == depth) return at + 1;
    run = text[at] == '\\' ? run + 1 : 0;
  }
  return text.size();
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
  if (is_quote_at(text, from)) return end_of_quoted(text, from);
  const char first = text[from];
  size_t end = from + 1;
  if (first == '[' || first == '{') {
    for (size_t depth = 1; end < text.size() && depth > 0; ++end) {
      if (text[end] == '[' || text[end] == '{') ++depth;
      if (text[end] == ']' || text[end] == '}') --depth;
    }
    return end;
  }
  end = from;
  while (end < text.size() && !ends_value(text, end)) ++end;
  for (const std::string_view scheme : {"bearer", "basic"}) {
    if (!std::ranges::equal(text.substr(from, end - from), scheme, {}, lowered)) continue;
    while (end < text.size() && is_blank(text[end])) ++end;
    while (end < text.size() && !ends_value(text, end)) ++end;
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
