// http/prereg/raw_json.cc: a walk over the members of one object; nested values are stepped over.
#include "http/prereg/raw_json.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string>

namespace http {
namespace {
constexpr std::string_view blanks = " \t\r\n";

void skip_blanks(std::string_view& rest) {
  rest.remove_prefix(std::min(rest.find_first_not_of(blanks), rest.size()));
}

bool takes(std::string_view& rest, char c) {
  skip_blanks(rest);
  if (!rest.starts_with(c)) return false;
  rest.remove_prefix(1);
  return true;
}

/// Whether the quote at `at` is escaped: behind an odd number of backslashes.
bool is_escaped(std::string_view json, size_t at) {
  size_t backslashes = 0;
  while (backslashes < at && json[at - 1 - backslashes] == '\\') ++backslashes;
  return backslashes % 2 == 1;
}

/// Behind the closing quote of the text that begins at `at`; the text's end when there is none.
size_t end_of_text(std::string_view json, size_t at) {
  do {
    at = json.find('"', at + 1);
    if (at == std::string_view::npos) return json.size();
  } while (is_escaped(json, at));
  return at + 1;
}

/// Behind the object or array that begins `json`.
size_t end_of_nested(std::string_view json) {
  size_t depth = 0;
  for (size_t at = 0; at < json.size(); ++at) {
    const char c = json[at];
    if (c == '"') {
      at = end_of_text(json, at) - 1;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if ((c == '}' || c == ']') && --depth == 0) {
      return at + 1;
    }
  }
  return json.size();
}

std::string_view take_value(std::string_view& rest) {
  skip_blanks(rest);
  size_t end = 0;
  if (rest.starts_with('"')) {
    end = end_of_text(rest, 0);
  } else if (rest.starts_with('{') || rest.starts_with('[')) {
    end = end_of_nested(rest);
  } else {
    end = std::min(rest.find_first_of(",}] \t\r\n"), rest.size());
  }
  const std::string_view value = rest.substr(0, end);
  rest.remove_prefix(end);
  return value;
}

/// Takes four hexadecimal digits from `text`; nothing when there are none.
std::optional<uint32_t> take_unit(std::string_view& text) {
  if (text.size() < 4) return std::nullopt;
  uint32_t unit = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + 4, unit, 16);
  if (error != std::errc{} || end != text.data() + 4) return std::nullopt;
  text.remove_prefix(4);
  return unit;
}

/// Takes what stands behind \u, of a pair both halves; in UTF-8, empty when it is no character.
std::string take_code_point(std::string_view& text) {
  auto code = take_unit(text);
  if (code && *code >= 0xd800 && *code < 0xdc00) {
    if (!text.starts_with("\\u")) return {};
    text.remove_prefix(2);
    const auto low = take_unit(text);
    if (!low) return {};
    code = 0x10000 + ((*code - 0xd800) << 10) + (*low - 0xdc00);
  }
  if (!code) return {};
  const auto bits = [&](int shift) { return static_cast<char>(0x80 | (*code >> shift & 0x3f)); };
  if (*code < 0x80) return {static_cast<char>(*code)};
  if (*code < 0x800) return {static_cast<char>(0xc0 | *code >> 6), bits(0)};
  if (*code < 0x10000) return {static_cast<char>(0xe0 | *code >> 12), bits(6), bits(0)};
  return {static_cast<char>(0xf0 | *code >> 18), bits(12), bits(6), bits(0)};
}

/// Takes what stands behind a backslash; empty when JSON knows no such escape.
std::string take_escape(std::string_view& text) {
  constexpr std::string_view letters = "\"\\/bfnrt", meant = "\"\\/\b\f\n\r\t";
  if (text.empty()) return {};
  const char letter = text.front();
  text.remove_prefix(1);
  if (letter == 'u') return take_code_point(text);
  const size_t at = letters.find(letter);
  return at == std::string_view::npos ? std::string{} : std::string{meant[at]};
}

/// Whether `written`, what stands between a name's quotes, is `name`.
bool is_name(std::string_view written, std::string_view name) {
  if (written.find('\\') == std::string_view::npos) return written == name;
  while (!written.empty() && !name.empty()) {
    std::string next{written.front()};
    written.remove_prefix(1);
    if (next == "\\") next = take_escape(written);
    if (next.empty() || !name.starts_with(next)) return false;
    name.remove_prefix(next.size());
  }
  return written.empty() && name.empty();
}
}  // namespace

std::optional<std::string_view> from_member(std::string_view object, std::string_view name) {
  std::string_view rest = object;
  if (!takes(rest, '{')) return std::nullopt;
  for (;;) {
    skip_blanks(rest);
    if (!rest.starts_with('"')) return std::nullopt;
    const std::string_view key = take_value(rest);
    if (key.size() < 2 || !takes(rest, ':')) return std::nullopt;
    skip_blanks(rest);
    if (is_name(key.substr(1, key.size() - 2), name)) return rest;
    if (take_value(rest).empty() || !takes(rest, ',')) return std::nullopt;
  }
}

std::string_view first_value(std::string_view json) { return take_value(json); }

std::optional<std::string_view> raw_member(std::string_view object, std::string_view name) {
  const auto rest = from_member(object, name);
  if (!rest) return std::nullopt;
  const std::string_view value = first_value(*rest);
  return value.empty() ? std::nullopt : std::optional{value};
}
}  // namespace http
