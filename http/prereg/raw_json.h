// http/prereg/raw_json.h: members of JSON objects as they were written, byte for byte.
#pragma once
#include <optional>
#include <string_view>

namespace http {
/// The text of the first member of `object` whose name is `name`, with or without escapes: the one
/// that Fields::object finds. What it is given has been parsed by a strict reader, so nothing is
/// checked here; of a text that is no JSON object it finds nothing, or some part. Nothing when
/// there is none.
std::optional<std::string_view> raw_member(std::string_view object, std::string_view name);

/// As raw_member, but what is answered goes on to the end of `object`: looking into a nested object
/// needs no look for its end.
std::optional<std::string_view> from_member(std::string_view object, std::string_view name);
/// The first value of `json`, which follows no blank.
std::string_view first_value(std::string_view json);

/// Whether `json` is an object, by its first character.
inline bool is_object(std::string_view json) { return json.starts_with('{'); }
}  // namespace http
