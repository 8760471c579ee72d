// actors/device/registration.cc: three JSON objects inside each other, in the reference's order.
#include "actors/device/registration.h"

#include <algorithm>
#include <optional>

#include "actors/base/text.h"
#include "actors/device/field_rules.h"
#include "actors/json/json_read.h"
#include "crypto/base64.h"

namespace device {
namespace {
using json::Object;

std::string_view without_blanks_around(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// The members of one object, and what is wrong with them.
class Members {
 public:
  explicit Members(const Object& object, std::optional<Errc> missing = Errc::device_missing)
      : object_(object), faults_(missing) {}

  /// The first of `names` that is there; empty, and a fault, when none is.
  std::string required(std::initializer_list<std::string_view> names, size_t chars_max) {
    for (const auto name : names) {
      const auto value = json::find(object_, name);
      if (!value || value->is_null()) continue;
      std::string text;
      if (!json::read(*value, text)) {
        faults_.add_format(name);
        return {};
      }
      text = std::string{without_blanks_around(text)};
      if (text.empty()) faults_.add_blank(name, chars_max);
      if (chars_of(text) > chars_max) faults_.add_length(name, chars_max);
      return text;
    }
    faults_.add_missing(*names.begin());
    return {};
  }
  std::string optional(std::string_view name, size_t chars_max) {
    const auto value = json::find(object_, name);
    if (!value || value->is_null()) return {};
    std::string text;
    if (!json::read(*value, text)) faults_.add_format(name);
    text = std::string{without_blanks_around(text)};
    if (chars_of(text) > chars_max) faults_.add_length(name, chars_max);
    return text;
  }
  std::optional<UtcTime> time_in(std::string_view name, const std::string& text) {
    UtcTime time{};
    if (text.empty()) return std::nullopt;
    if (parse_iso_utc(text, time)) return time;
    faults_.add_format(name);
    return std::nullopt;
  }
  std::optional<Object> object(std::string_view name) {
    const auto value = json::find(object_, name);
    Object inner;
    if (value && !value->is_null() && value->get(inner)) faults_.add_format(name);
    if (!value || value->is_null()) faults_.add_missing(name);
    if (!faults_.ok()) return std::nullopt;
    return inner;
  }

  bool ok() const { return faults_.ok(); }
  const Faults& faults() const { return faults_.faults(); }

 private:
  Object object_;
  FieldFaults faults_;
};

/// Base64 in either alphabet, with all of its padding or none (devices sheet A.3.5).
std::optional<std::string> decoded(std::string_view text) {
  if (text.size() % 4 == 0) {
    for (int padding = 0; padding < 2 && text.ends_with('='); ++padding) text.remove_suffix(1);
  }
  std::string url{text};
  std::ranges::replace(url, '+', '-');
  std::ranges::replace(url, '/', '_');
  return crypto::base64url_decode(url);
}

/// The JSON text inside base64, or inside the second part of a JSON web signature.
struct Opened {
  std::string json;
  bool is_signed = false;
};
std::optional<Opened> opened(std::string_view text) {
  Opened out;
  std::string_view encoded = without_blanks_around(text);
  if (const size_t dot = encoded.find('.'); dot != std::string_view::npos) {
    out.is_signed = true;
    encoded.remove_prefix(dot + 1);
    encoded = encoded.substr(0, encoded.find('.'));
  }
  auto json = decoded(encoded);
  if (!json) return std::nullopt;
  out.json = *std::move(json);
  return out;
}

constexpr size_t id_chars_max = 36;
constexpr size_t long_chars_max = 128;
constexpr size_t time_chars_max = 64;

Result<DigitalId> digital_id_of(std::string_view text, Registration& out) {
  const bool is_l0 = out.device.certification == Certification::l0;
  const auto undecodable = is_l0 ? Errc::device_not_json : Errc::device_missing;
  const auto data = opened(text);
  if (!data || (data->is_signed && is_l0)) return undecodable;
  const json::Document document{data->json};
  const auto object = document.object();
  if (!object) return undecodable;
  if (data->is_signed) out.signatures.emplace_back(without_blanks_around(text));
  Members members{*object};
  DigitalId id;
  id.serial_no = members.required({"serialNo"}, 64);
  id.provider_name = members.required({"deviceProvider"}, long_chars_max);
  id.provider_id = members.required({"deviceProviderId"}, id_chars_max);
  id.make = members.required({"make"}, id_chars_max);
  id.model = members.required({"model"}, id_chars_max);
  const std::string date_time = members.required({"dateTime"}, time_chars_max);
  if (const auto time = members.time_in("dateTime", date_time)) id.date_time = iso_utc(*time);
  id.type = members.required({"type"}, id_chars_max);
  id.sub_type = members.required({"deviceSubType", "subType", "subtype"}, id_chars_max);
  if (!members.ok()) return members.faults();
  return id;
}

/// deviceInfo, but for the time, which is judged before everything else in it.
Result<Done> take_info(Members& info, Registration& out) {
  Device& device = out.device;
  const std::string certification = info.required({"certification"}, id_chars_max);
  device.sub_id = info.required({"deviceSubId"}, id_chars_max);
  device.firmware = info.required({"firmware"}, long_chars_max);
  device.expires = info.time_in("deviceExpiry", info.optional("deviceExpiry", time_chars_max));
  const std::string digital_id = info.required({"digitalId"}, device_data_bytes_max);
  if (!info.ok()) return info.faults();
  const auto level = certification_of(certification);
  if (!level) return Fault{Errc::master_data_field, {"Invalid Certification level received"}};
  device.certification = *level;
  if (*level == Certification::l1 && device.trust_provider_id.empty()) return Errc::device_missing;
  auto id = digital_id_of(digital_id, out);
  if (!id.ok()) return id.faults();
  device.digital_id = std::move(id).value();
  return Done{};
}
}  // namespace

Result<Registration> registration_of(std::string_view device_data, const Window& window,
                                     UtcTime now) {
  if (device_data.size() > device_data_bytes_max) return Errc::device_missing;
  const auto data = opened(device_data);
  if (!data) return Errc::device_missing;
  const json::Document document{data->json};
  const auto object = document.object();
  if (!object) return Errc::device_missing;
  Registration out;
  Members outer{*object};
  out.device.device_id = outer.required({"deviceId"}, id_chars_max);
  const std::string purpose = outer.required({"purpose"}, id_chars_max);
  out.device.trust_provider_id = outer.optional("foundationalTrustProviderId", id_chars_max);
  const auto inner = outer.object("deviceInfo");
  if (!outer.ok() || !inner) return outer.faults();
  const auto meant = purpose_of(purpose);
  if (!meant) return Errc::device_purpose;
  out.device.purpose = *meant;
  Members info{*inner};
  const auto stamp = info.time_in("timeStamp", info.required({"timeStamp"}, time_chars_max));
  if (!stamp) return info.faults();
  if (auto fault = window_fault(window, *stamp, now)) return *std::move(fault);
  const auto taken = take_info(info, out);
  if (!taken.ok()) return taken.faults();
  if (data->is_signed && out.device.certification == Certification::l1)
    out.signatures.emplace_back(without_blanks_around(device_data));
  return out;
}

Result<Retirement> retirement_of(std::string_view text) {
  const auto undecodable = Fault{Errc::master_data_field, {"Invalid Format in field : device"}};
  const auto data = text.size() <= device_data_bytes_max ? opened(text) : std::nullopt;
  if (!data) return undecodable;
  const json::Document document{data->json};
  const auto object = document.object();
  if (!object) return undecodable;
  Members members{*object, std::nullopt};
  Retirement out;
  // Whether the code is too long is its owner's to say.
  out.code = members.required({"deviceCode"}, device_data_bytes_max);
  out.environment = members.required({"env"}, device_data_bytes_max);
  if (!members.ok()) return members.faults();
  return out;
}
}  // namespace device
