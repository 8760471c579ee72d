// http/json_text.h: writing JSON by RapidJSON into a string.
#pragma once
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "actors/base/clock.h"

namespace http {
using JsonBuffer = rapidjson::StringBuffer;
using JsonWriter = rapidjson::Writer<JsonBuffer>;

inline void write_text(JsonWriter& writer, std::string_view text) {
  writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}
inline void write_key(JsonWriter& writer, std::string_view key) {
  writer.Key(key.data(), static_cast<rapidjson::SizeType>(key.size()));
}
inline void write_field(JsonWriter& writer, std::string_view key, std::string_view text) {
  write_key(writer, key);
  write_text(writer, text);
}
inline void write_number(JsonWriter& writer, std::string_view key, size_t number) {
  write_key(writer, key);
  writer.Uint64(number);
}

/// What was written so far.
inline std::string text_in(const JsonBuffer& buffer) {
  return {buffer.GetString(), buffer.GetSize()};
}

/// Whether JSON holds `text` as it is: no quote, no backslash, no control character.
inline bool is_plain(std::string_view text) {
  constexpr uint64_t ones = 0x0101010101010101;
  constexpr uint64_t tops = 0x80 * ones;
  // Not zero when a byte is below `least`, which is 128 at most (a well-known trick).
  const auto below = [](uint64_t bytes, uint64_t least) {
    return (bytes - least * ones) & ~bytes & tops;
  };
  const auto odd = [&](uint64_t bytes) {
    return below(bytes, 0x20) | below(bytes ^ uint64_t{'"'} * ones, 1) |
           below(bytes ^ uint64_t{'\\'} * ones, 1);
  };
  for (; text.size() >= sizeof ones; text.remove_prefix(sizeof ones)) {
    uint64_t bytes = 0;
    std::memcpy(&bytes, text.data(), sizeof bytes);
    if (odd(bytes) != 0) return false;
  }
  if (text.empty()) return true;
  uint64_t rest = uint64_t{' '} * ones;
  std::memcpy(&rest, text.data(), text.size());
  return odd(rest) == 0;
}

/// "text". What is plain, as base64 is, costs a copy; RapidJSON 1.1 looks at each byte, which made
/// 3 % of an encryption.
inline std::string json_string(std::string_view text) {
  if (is_plain(text)) return std::string(1, '"').append(text).append(1, '"');
  JsonBuffer buffer;
  JsonWriter writer{buffer};
  write_text(writer, text);
  return text_in(buffer);
}

/// {"key":"text","timestamp":NOW}, the answer of the key services' endpoints that give one thing.
inline std::string dated_field(std::string_view key, std::string_view text, UtcTime now) {
  return "{" + json_string(key) + ":" + json_string(text) +
         ",\"timestamp\":" + json_string(iso_utc(now)) + "}";
}

/// {"key":"text"}, the answer of every endpoint that gives one id.
inline std::string one_field(std::string_view key, std::string_view text) {
  return "{" + json_string(key) + ":" + json_string(text) + "}";
}
}  // namespace http
