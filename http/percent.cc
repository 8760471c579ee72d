// http/percent.cc: RFC 3986 percent-decoding.
#include "http/percent.h"

#include <algorithm>

#include "actors/base/hex.h"

namespace http {
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '+' && plus_is_space) {
      out.push_back(' ');
    } else if (text[at] != '%') {
      out.push_back(text[at]);
    } else {
      if (at + 2 >= text.size()) return std::nullopt;
      const int high = hex::value_of(text[at + 1]);
      const int low = hex::value_of(text[at + 2]);
      if (high < 0 || low < 0 || (high == 0 && low == 0)) return std::nullopt;
      out.push_back(static_cast<char>(high * 16 + low));
      at += 2;
    }
  }
  return out;
}

QueryPair take_pair(std::string_view& query) {
  const size_t end = std::min(query.find('&'), query.size());
  const std::string_view pair = query.substr(0, end);
  query.remove_prefix(std::min(end + 1, query.size()));
  const size_t equals = std::min(pair.find('='), pair.size());
  return {pair.substr(0, equals), pair.substr(std::min(equals + 1, pair.size()))};
}

std::optional<std::string_view> unknown_name(std::string_view query,
                                             std::span<const std::string_view> known) {
  while (!query.empty()) {
    const auto [sent, value] = take_pair(query);
    if (sent.empty() && value.empty()) continue;  // "a=1&&b=2"
    const auto name = percent_decode(sent, true);
    if (!name || std::ranges::find(known, *name) == known.end()) return sent;
  }
  return std::nullopt;
}

std::optional<std::string> query_value(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const auto [sent, raw] = take_pair(query);
    const auto key = percent_decode(sent, true);
    if (!key || *key != name) continue;
    auto value = percent_decode(raw, true);
    return value ? *value : std::string{raw};
  }
  return std::nullopt;
}

std::string_view trimmed(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}
}  // namespace http
