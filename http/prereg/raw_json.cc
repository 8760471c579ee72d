// http/prereg/raw_json.cc: a walk over the members of one object; nested values are stepped over.
#include "http/prereg/raw_json.h"

#include <algorithm>

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
    if (key.substr(1, key.size() - 2) == name) return rest;
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
