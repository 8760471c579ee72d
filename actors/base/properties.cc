// actors/base/properties.cc: logical lines first, then key and value with their escapes.
#include "actors/base/properties.h"

#include <charconv>
#include <optional>

namespace properties {
namespace {
using Fault = std::string_view;  // empty: none

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\f'; }

void skip_blanks(std::string_view& text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
}

/// Cuts off text up to its first \n, \r or \r\n.
std::string_view take_line(std::string_view& text) {
  const size_t end = text.find_first_of("\r\n");
  const std::string_view line = text.substr(0, end);
  if (end == std::string_view::npos) {
    text = {};
    return line;
  }
  const bool is_pair = text.substr(end, 2) == "\r\n";
  text.remove_prefix(end + (is_pair ? 2 : 1));
  return line;
}

bool goes_on(std::string_view line) {
  const size_t last = line.find_last_not_of('\\');
  const size_t backslashes = last == std::string_view::npos ? line.size() : line.size() - last - 1;
  return backslashes % 2 == 1;
}

/// Joins a line with those it goes on to, and counts the lines it took. Empty for a comment.
std::string take_logical_line(std::string_view& text, uint32_t& lines_read) {
  std::string joined;
  for (bool is_first = true;; is_first = false) {
    std::string_view line = take_line(text);
    ++lines_read;
    skip_blanks(line);
    if (is_first && !line.empty() && (line[0] == '#' || line[0] == '!')) return {};
    if (!goes_on(line)) return joined.append(line);
    joined.append(line.substr(0, line.size() - 1));
    if (text.empty()) return joined;
  }
}

void append_utf8(std::string& out, uint32_t code) {
  const auto tail = [&](unsigned shift) {
    out.push_back(static_cast<char>(0x80U | ((code >> shift) & 0x3fU)));
  };
  if (code < 0x80) {
    out.push_back(static_cast<char>(code));
  } else if (code < 0x800) {
    out.push_back(static_cast<char>(0xc0U | (code >> 6)));
    tail(0);
  } else if (code < 0x10000) {
    out.push_back(static_cast<char>(0xe0U | (code >> 12)));
    tail(6);
    tail(0);
  } else {
    out.push_back(static_cast<char>(0xf0U | (code >> 18)));
    tail(12);
    tail(6);
    tail(0);
  }
}

/// The sixteen bits after a `\u`, which they are cut from.
std::optional<uint32_t> take_hex4(std::string_view& text) {
  uint32_t unit = 0;
  if (text.size() < 4) return std::nullopt;
  const char* end = text.data() + 4;
  if (std::from_chars(text.data(), end, unit, 16).ptr != end) return std::nullopt;
  text.remove_prefix(4);
  return unit;
}

/// Decodes what follows `\u`, with its second half when it is a surrogate pair.
Fault take_unicode(std::string_view& text, std::string& out) {
  const auto unit = take_hex4(text);
  if (!unit) return "\\u needs four hexadecimal digits";
  if (*unit == 0) return "the zero character is not allowed";
  if (*unit < 0xd800 || *unit > 0xdfff) {
    append_utf8(out, *unit);
    return {};
  }
  if (*unit > 0xdbff || !text.starts_with("\\u")) return "unpaired surrogate";
  text.remove_prefix(2);
  const auto low = take_hex4(text);
  if (!low || *low < 0xdc00 || *low > 0xdfff) return "unpaired surrogate";
  append_utf8(out, 0x10000 + ((*unit - 0xd800) << 10) + (*low - 0xdc00));
  return {};
}

/// Decodes the escape whose backslash has been taken.
Fault take_escape(std::string_view& text, std::string& out) {
  if (text.empty()) return {};  // A backslash that ends the file stands for nothing, as in Java.
  const char c = text.front();
  text.remove_prefix(1);
  switch (c) {
    case 'u':
      return take_unicode(text, out);
    case 't':
      out.push_back('\t');
      return {};
    case 'n':
      out.push_back('\n');
      return {};
    case 'r':
      out.push_back('\r');
      return {};
    case 'f':
      out.push_back('\f');
      return {};
    default:
      out.push_back(c);
      return {};
  }
}

/// Decodes up to the first unescaped character that `ends`, which stays in `text`.
template <class Ends>
Fault take_decoded(std::string_view& text, std::string& out, Ends ends) {
  while (!text.empty() && !ends(text.front())) {
    const char c = text.front();
    text.remove_prefix(1);
    if (c != '\\') {
      out.push_back(c);
    } else if (const Fault fault = take_escape(text, out); !fault.empty()) {
      return fault;
    }
  }
  return {};
}

Fault read_entry(std::string_view line, Entry& entry) {
  const auto ends_key = [](char c) { return c == '=' || c == ':' || is_blank(c); };
  if (const Fault fault = take_decoded(line, entry.key, ends_key); !fault.empty()) return fault;
  skip_blanks(line);
  if (!line.empty() && (line.front() == '=' || line.front() == ':')) line.remove_prefix(1);
  skip_blanks(line);
  const auto never = [](char) { return false; };
  if (const Fault fault = take_decoded(line, entry.value, never); !fault.empty()) return fault;
  if (entry.key.empty()) return "a line without a key";
  if (entry.key.size() > key_bytes_max) return "the key is longer than 1024 bytes";
  if (entry.value.size() > value_bytes_max) return "the value is longer than 65536 bytes";
  return {};
}
}  // namespace

Expected<std::vector<Entry>, ParseError> parse(std::string_view text) {
  if (text.size() > file_bytes_max) return ParseError{0, "larger than 4 MiB"};
  std::vector<Entry> entries;
  uint32_t lines_read = 0;
  while (!text.empty()) {
    Entry entry;
    entry.line = lines_read + 1;
    const std::string line = take_logical_line(text, lines_read);
    if (line.empty()) continue;
    if (line.find('\0') != std::string::npos) {
      return ParseError{entry.line, "the zero character is not allowed"};
    }
    if (const Fault fault = read_entry(line, entry); !fault.empty()) {
      return ParseError{entry.line, fault};
    }
    if (entries.size() == entries_max) return ParseError{entry.line, "more than 20000 entries"};
    entries.push_back(std::move(entry));
  }
  return entries;
}
}  // namespace properties
