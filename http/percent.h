// http/percent.h: percent-decoding of paths and queries, and reading a query string.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace http {
/// The text behind %XX escapes; nothing when an escape is not whole or names NUL. `plus_is_space`
/// holds in queries.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space);

/// One parameter of a query string, as it was sent.
struct QueryPair {
  std::string_view name;
  std::string_view value;
};
/// Cuts the first one off `query`, with the separator behind it.
QueryPair take_pair(std::string_view& query);

/// The name, as it was sent, of the first parameter that has none of the names `known`.
std::optional<std::string_view> unknown_name(std::string_view query,
                                             std::span<const std::string_view> known);

/// The first value of `name` in a query string, decoded; nothing when it is absent, an empty text
/// when it is there without one. An escape that is not whole leaves the value as it was sent.
std::optional<std::string> query_value(std::string_view query, std::string_view name);

/// Without spaces and tabs at its ends.
std::string_view trimmed(std::string_view text);
inline std::string trimmed_text(std::string_view text) { return std::string{trimmed(text)}; }
}  // namespace http
