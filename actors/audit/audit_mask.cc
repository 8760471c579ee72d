// actors/audit/audit_mask.cc: one pass over the text, no backtracking.
#include "actors/audit/audit_mask.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace audit {
namespace {
constexpr std::string_view mask = "***";
constexpr std::array<std::string_view, 7> secret_names{"password", "passwd",     "secret", "otp",
                                                       "token",    "biometrics", "pin"};

char lowered(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

bool ends_value(char c) {
  return is_blank(c) || std::string_view{",;&\"'}]"}.find(c) != std::string_view::npos;
}

/// Whether the text before an `=` or `:` ends in the name of a secret. A quotation mark and blanks
/// may stand between.
bool names_a_secret(std::string_view before) {
  while (!before.empty() &&
         (is_blank(before.back()) || before.back() == '"' || before.back() == '\''))
    before.remove_suffix(1);
  return std::ranges::any_of(secret_names, [&](std::string_view name) {
    return before.size() >= name.size() &&
           std::ranges::equal(before.substr(before.size() - name.size()), name, {}, lowered);
  });
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
  while (from < text.size() && (is_blank(text[from]) || text[from] == '"' || text[from] == '\''))
    ++from;
  return from;
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
    size_t end = begin;
    while (end < text.size() && !ends_value(text[end])) ++end;
    out.append(text.substr(i, begin - i));
    if (end > begin) out += mask;
    i = end;
  }
  return out;
}
}  // namespace audit
