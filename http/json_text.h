// http/json_text.h: writing JSON by RapidJSON into a string.
#pragma once
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

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

/// What was written so far.
inline std::string text_in(const JsonBuffer& buffer) {
  return {buffer.GetString(), buffer.GetSize()};
}

/// {"key":"text","timestamp":NOW}, the answer of the key services' endpoints that give one thing.
inline std::string dated_field(std::string_view key, std::string_view text, UtcTime now) {
  JsonBuffer buffer;
  JsonWriter writer{buffer};
  writer.StartObject();
  write_field(writer, key, text);
  write_field(writer, "timestamp", iso_utc(now));
  writer.EndObject();
  return text_in(buffer);
}

/// {"key":"text"}, the answer of every endpoint that gives one id.
inline std::string one_field(std::string_view key, std::string_view text) {
  JsonBuffer buffer;
  JsonWriter writer{buffer};
  writer.StartObject();
  write_field(writer, key, text);
  writer.EndObject();
  return text_in(buffer);
}
}  // namespace http
