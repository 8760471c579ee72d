// crypto/keystore/pkcs11/options.cc: the configuration file of a token.
#include <algorithm>
#include <charconv>

#include "crypto/keystore/pkcs11.h"

namespace keystore {
namespace {
std::string_view trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::string_view unquoted(std::string_view text) {
  const bool quoted = text.size() >= 2 && text.front() == '"' && text.back() == '"';
  return quoted ? text.substr(1, text.size() - 2) : text;
}

std::optional<uint64_t> number_of(std::string_view text) {
  const bool hex = text.starts_with("0x");
  if (hex) text.remove_prefix(2);
  uint64_t out = 0;
  const auto* const end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, out, hex ? 16 : 10);
  if (text.empty() || parsed.ec != std::errc{} || parsed.ptr != end) return std::nullopt;
  return out;
}

/// A text for the operator; empty when `value` is one that `key` takes.
std::string apply(std::string_view key, std::string_view value, Pkcs11Options& out) {
  if (key == "library") out.library = unquoted(value);
  if (key != "slot" && key != "slotListIndex") return {};
  const auto number = number_of(value);
  if (!number) return std::string{key} + " is not a number";
  if (key == "slot") {
    out.slot_id = number;
  } else {
    out.slot_list_index = *number;
  }
  return {};
}
}  // namespace

Expected<Pkcs11Options, std::string> pkcs11_options_of(std::string_view text) {
  Pkcs11Options out;
  ptrdiff_t depth = 0;  // of the braces of attribute blocks
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.starts_with('#')) continue;
    const size_t equals = line.find('=');
    if (depth == 0 && equals != std::string_view::npos) {
      auto problem = apply(trimmed(line.substr(0, equals)), trimmed(line.substr(equals + 1)), out);
      if (!problem.empty()) return problem;
    }
    depth += std::ranges::count(line, '{') - std::ranges::count(line, '}');
  }
  if (out.library.empty()) return std::string{"it names no library"};
  return out;
}
}  // namespace keystore
