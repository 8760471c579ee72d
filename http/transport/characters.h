// http/transport/characters.h: which bytes may stand where in a head (RFC 9110 5.6.2, RFC 9112).
#pragma once
#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace http::transport {

namespace detail {
constexpr std::array<bool, 256> make_token_table() {
  std::array<bool, 256> table{};
  for (size_t c = '0'; c <= '9'; ++c) table[c] = true;
  for (size_t c = 'a'; c <= 'z'; ++c) table[c] = table[c - 0x20] = true;
  for (const char c : std::string_view{"!#$%&'*+-.^_`|~"})
    table[static_cast<unsigned char>(c)] = true;
  return table;
}
inline constexpr auto token_table = make_token_table();
}  // namespace detail

/// May `c` stand in a method or a header name?
constexpr bool is_token_char(char c) { return detail::token_table[static_cast<unsigned char>(c)]; }

constexpr bool is_token(std::string_view text) {
  for (const char c : text) {
    if (!is_token_char(c)) return false;
  }
  return !text.empty();
}

/// May `c` stand in a header's value? Control characters but the tab may not.
constexpr bool is_value_char(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20 ? byte != 0x7f : byte == '\t';
}

/// Whether every character of `text` may stand in a header's value. Eight at a time: a token of two
/// kilobytes rides in every request.
inline bool is_value(std::string_view text) {
  constexpr uint64_t ones = 0x0101'0101'0101'0101, tops = ones << 7;
  for (; text.size() >= 8; text.remove_prefix(8)) {
    uint64_t word = 0;
    std::memcpy(&word, text.data(), sizeof word);
    const uint64_t deletes = word ^ (ones * 0x7f);
    const uint64_t below_blank = (word - ones * 0x20) & ~word & tops;
    const uint64_t is_delete = (deletes - ones) & ~deletes & tops;
    if ((below_blank | is_delete) == 0) continue;
    for (size_t i = 0; i < 8; ++i) {
      if (!is_value_char(text[i])) return false;
    }
  }
  for (const char c : text) {
    if (!is_value_char(c)) return false;
  }
  return true;
}

/// May `c` stand in a request target? Visible ASCII without '#': a fragment never travels.
constexpr bool is_target_char(char c) { return c > 0x20 && c < 0x7f && c != '#'; }

/// May `c` stand in a Host header or an authority?
constexpr bool is_host_char(char c) {
  return is_target_char(c) && c != '/' && c != '\\' && c != '?' && c != '@' && c != ',' &&
         c != '"' && c != '<' && c != '>' && c != '{' && c != '}' && c != '|' && c != '^' &&
         c != '`';
}

constexpr std::string_view trim_blanks(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

}  // namespace http::transport
