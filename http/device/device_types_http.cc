// http/device/device_types_http.cc: lists of master data; they never change while a server runs, so
// the reactor answers.
#include <algorithm>
#include <charconv>

#include "http/context.h"
#include "http/device/device_http.h"
#include "http/json_text.h"

namespace http {
namespace {
constexpr size_t page_size_max = 100;

size_t number_in(const Call& call, std::string_view name, size_t fallback) {
  const std::string text = call.query(name).value_or("");
  size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size() ? number : fallback;
}

void write_as_active(JsonWriter& writer) {
  write_key(writer, "isActive");
  writer.Bool(true);
}

void write_type(JsonWriter& writer, const device::DeviceType& type,
                const std::vector<std::string>& sub_types, const std::string& language) {
  writer.StartObject();
  write_field(writer, "code", type.code);
  write_field(writer, "langCode", language);
  write_field(writer, "name", type.name);
  write_field(writer, "description", type.description);
  write_key(writer, "deviceSubTypes");
  writer.StartArray();
  for (const std::string& code : sub_types) write_text(writer, code);
  writer.EndArray();
  write_as_active(writer);
  writer.EndObject();
}

void write_specification(JsonWriter& writer, const device::Specification& one) {
  writer.StartObject();
  write_field(writer, "id", one.id);
  write_field(writer, "name", one.name);
  write_field(writer, "brand", one.brand);
  write_field(writer, "model", one.model);
  write_field(writer, "deviceTypeCode", one.type_code);
  write_field(writer, "minDriverversion", one.driver_version);
  write_field(writer, "description", one.description);
  write_field(writer, "langCode", one.language);
  write_as_active(writer);
  writer.EndObject();
}

/// The page of `rows` that the query asks for, the first of ten otherwise.
template <class Row, class Write>
std::string page_of(const Call& call, const std::vector<Row>& rows, Write write) {
  const size_t size = std::clamp<size_t>(number_in(call, "pageSize", 10), 1, page_size_max);
  const size_t pages = (rows.size() + size - 1) / size;
  const size_t page = std::min(number_in(call, "pageNumber", 0), pages);
  JsonBuffer buffer;
  JsonWriter writer{buffer};
  writer.StartObject();
  write_number(writer, "pageNo", page);
  write_number(writer, "totalPages", pages);
  write_number(writer, "totalItems", rows.size());
  write_key(writer, "data");
  writer.StartArray();
  for (size_t i = page * size; i < std::min(rows.size(), (page + 1) * size); ++i)
    write(writer, rows[i]);
  writer.EndArray();
  writer.EndObject();
  return text_in(buffer);
}
}  // namespace

void list_device_types(const Context& context, const Call& call, Reply reply) {
  const auto& types = *context.actors.devices.types;
  reply.value(page_of(call, types.types(), [&](JsonWriter& writer, const device::DeviceType& type) {
    write_type(writer, type, types.sub_types(type.code), context.actors.devices.language);
  }));
}

void list_all_device_specifications(const Context& context, const Call& call, Reply reply) {
  reply.value(page_of(call, context.actors.devices.types->specifications(), write_specification));
}

void list_device_specifications(const Context& context, const Call& call, Reply reply) {
  const auto& types = *context.actors.devices.types;
  const std::string language = call.trimmed("langcode");  // Empty: every one.
  const std::string said = call.trimmed("devicetypecode");
  const auto type = types.type_of(said);
  JsonBuffer buffer;
  JsonWriter writer{buffer};
  size_t count = 0;
  writer.StartObject();
  write_key(writer, "devicespecifications");
  writer.StartArray();
  for (const auto& one : types.specifications()) {
    if (!language.empty() && one.language != language) continue;
    if (!said.empty() && one.type_code != type) continue;
    write_specification(writer, one);
    ++count;
  }
  writer.EndArray();
  writer.EndObject();
  if (count == 0) return reply.fault(Errc::device_specification_not_found);
  reply.value(text_in(buffer));
}
}  // namespace http
