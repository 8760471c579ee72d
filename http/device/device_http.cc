// http/device/device_http.cc: the wire form of what becomes of a device. No rule, no storage.
#include "http/device/device_http.h"

#include "actors/base/text.h"
#include "http/context.h"
#include "http/device/device_fields.h"
#include "http/json_text.h"

namespace http {
namespace {
/// The value of the first parameter whose name is `name` in any case of letters.
std::string query_of_any_case(const Call& call, std::string_view name) {
  const std::string wanted = text::in_capitals(std::string{name});
  for (std::string_view rest = call.wire().query(); !rest.empty();) {
    const std::string_view sent = take_pair(rest).name;
    if (text::in_capitals(std::string{sent}) == wanted) return call.query(sent).value_or("");
  }
  return {};
}

/// The first of `names` that says something, without one pair of quotes (devices sheet A.3.7).
std::string unquoted_query(const Call& call, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    const std::string found = query_of_any_case(call, name);
    std::string_view value = trimmed(found);
    if (value.size() >= 2 && value.front() == '\'' && value.back() == '\'')
      value = trimmed(value.substr(1, value.size() - 2));
    if (!value.empty()) return std::string{value};
  }
  return {};
}

std::string done_json(const Done&) {
  return R"({"status":"success","message":"Device de-register successfully"})";
}
std::string valid_json(const Done&) {
  return R"([{"status":"Valid","message":"Device details validated successfully"}])";
}

/// Of texts that the sheet (A.3.8) bounds by nothing; a device may be asked about that no row could
/// hold.
constexpr size_t any_chars_max = 4096;

device::DigitalId said_id(const Fields& object, device::FieldFaults& faults) {
  DeviceFields fields{object, faults, "digitalId."};
  device::DigitalId id;
  id.serial_no = fields.required("serialNo", 64);
  id.make = fields.required("make", device::code_chars_max);
  id.model = fields.required("model", device::code_chars_max);
  id.type = fields.required("type", any_chars_max);
  id.sub_type = fields.required("deviceSubType", any_chars_max);
  id.provider_name = fields.required("dp", 128);
  id.provider_id = fields.required("dpId", device::code_chars_max);
  id.date_time = fields.optional("dateTime", any_chars_max);
  return id;
}
}  // namespace

void deregister_device(const Context& context, const Call& call, Reply reply) {
  device::Deregister order{call.trimmed("devicecode"), actor_name(call), call.origin()};
  const auto& owner = context.actors.devices.partitions.of(order.code);
  forward<Done>(*context.gateway, owner, reply, done_json, device::retire_atom::value,
                std::move(order));
}

void set_device_status(const Context& context, const Call& call, Reply reply) {
  device::ChangeStatus order{unquoted_query(call, {"deviceCode"}),
                             unquoted_query(call, {"status", "statusCode"}), actor_name(call),
                             call.origin()};
  const auto& owner = context.actors.devices.partitions.of(order.code);
  forward<Done>(*context.gateway, owner, reply, done_json, device::status_atom::value,
                std::move(order));
}

void validate_device(const Context& context, const Call& call, Reply reply) {
  constexpr size_t time_chars = 64;
  const Fields request = call.request();
  device::FieldFaults faults{std::nullopt};
  DeviceFields fields{request, faults};
  device::Validation asked;
  asked.code = fields.required("deviceCode", any_chars_max);
  asked.version = fields.required("deviceServiceVersion", any_chars_max);
  const Fields digital_id = request.object("digitalId");
  if (digital_id.present()) {
    asked.digital_id = said_id(digital_id, faults);
  } else if (request.text({"digitalId"}).kind == TextField::Kind::absent) {
    faults.add_missing("digitalId");
  } else {
    faults.add_format("digitalId");
  }
  const std::string purpose = fields.optional("purpose", device::code_chars_max);
  const std::string time = fields.optional("timeStamp", time_chars);
  if (!faults.ok()) return reply.faults(faults.faults());
  if (!purpose.empty()) {
    asked.purpose = device::purpose_of(purpose);
    if (!asked.purpose) return reply.fault(Errc::device_purpose);
  }
  if (!time.empty()) {
    UtcTime then{};
    if (!parse_iso_utc(time, then))
      return reply.fault(Errc::validate_time, {"Text '" + time + "' could not be parsed."});
    // The client's clock tells milliseconds, and what was done in this one counts.
    asked.as_of = then + std::chrono::microseconds{999};
  }
  forward<Done>(*context.gateway, context.actors.devices.desks.at(context.next_partition()), reply,
                valid_json, device::trusted_atom::value, std::move(asked));
}
}  // namespace http
