// http/envelope.cc: the envelope's keys in the order of the seeds.
#include "http/envelope.h"

#include <cstring>

#include "http/json_text.h"

namespace http {
namespace {
/// A request's own value, unless it is missing or the seeds' placeholder "string" and the endpoint
/// has a better one.
std::optional<std::string_view> own_or(const std::optional<std::string>& sent, const char* ours) {
  const bool says_something = sent && !sent->empty() && *sent != "string";
  if (says_something || (sent && ours == nullptr)) return std::string_view{*sent};
  if (ours == nullptr) return std::nullopt;
  return std::string_view{ours};
}

void write_optional(JsonWriter& writer, std::string_view key,
                    const std::optional<std::string_view>& text) {
  write_key(writer, key);
  if (text) {
    write_text(writer, *text);
  } else {
    writer.Null();
  }
}

/// The writer would copy character by character.
void write_raw(JsonWriter& writer, JsonBuffer& buffer, std::string_view key,
               std::string_view json) {
  write_key(writer, key);
  writer.RawValue("", 0, rapidjson::kObjectType);
  if (!json.empty()) std::memcpy(buffer.Push(json.size()), json.data(), json.size());
}

void write_head(JsonWriter& writer, const EnvelopeStyle& style, VerKeys keys, const Echo& echo,
                const char* id, UtcTime now) {
  static const Echo nothing;
  const Echo& heard = style.own_id ? nothing : echo;
  const auto version = own_or(heard.version, id == nullptr ? nullptr : "1.0");
  write_optional(writer, "id", own_or(heard.id, id));
  if (!style.ver || keys != VerKeys::ver) write_optional(writer, "version", version);
  if (style.ver && keys != VerKeys::version) write_optional(writer, "ver", version);
  write_field(writer, "responsetime", iso_utc(now));
}

void write_faults(JsonWriter& writer, const Faults& faults) {
  write_key(writer, "errors");
  writer.StartArray();
  for (const Fault& fault : faults) {
    writer.StartObject();
    write_field(writer, "errorCode", code_of(fault));
    write_field(writer, "message", text_of(fault));
    writer.EndObject();
  }
  writer.EndArray();
}
}  // namespace

std::string success_envelope(const EnvelopeStyle& style, VerKeys keys, const Echo& echo,
                             std::string_view response_json, UtcTime now) {
  JsonBuffer buffer;
  JsonWriter writer{buffer};
  writer.StartObject();
  write_head(writer, style, keys, echo, style.id, now);
  if (style.metadata) write_raw(writer, buffer, "metadata", style.metadata_object ? "{}" : "null");
  write_raw(writer, buffer, "response", {});
  const std::string_view front{buffer.GetString(), buffer.GetSize()};
  const std::string_view back = style.errors_list ? R"(,"errors":[]})" : R"(,"errors":null})";
  // The response may be a whole file: it is copied once.
  std::string out;
  out.reserve(front.size() + response_json.size() + back.size());
  return out.append(front).append(response_json).append(back);
}

std::string failure_envelope(const EnvelopeStyle& style, VerKeys keys, const Echo& echo,
                             const Faults& faults, UtcTime now, std::string_view response_json) {
  JsonBuffer buffer;
  JsonWriter writer{buffer};
  writer.StartObject();
  write_head(writer, style, keys, echo, style.error_id, now);
  if (style.metadata) write_raw(writer, buffer, "metadata", "null");
  write_raw(writer, buffer, "response", response_json);
  write_faults(writer, faults);
  writer.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}
}  // namespace http
