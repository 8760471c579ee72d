// actors/device/device_record.cc: the codecs.
#include "actors/device/device_record.h"

#include "actors/device/record_codec.h"

namespace device {
namespace {
constexpr uint8_t device_format = 1;
constexpr uint8_t claim_format = 1;

template <class One, class Visit>
void visit_texts(One& device, Visit visit) {
  for (auto* text : {&device.code, &device.device_id, &device.sub_id, &device.firmware,
                     &device.trust_provider_id, &device.type_code, &device.sub_type_code})
    visit(*text);
  auto& id = device.digital_id;
  for (auto* text : {&id.serial_no, &id.provider_name, &id.provider_id, &id.make, &id.model,
                     &id.date_time, &id.type, &id.sub_type})
    visit(*text);
}
}  // namespace

std::string encoded(const Device& device) {
  std::string record;
  bytes::put(record, device_format);
  bytes::put(record, static_cast<uint8_t>(device.purpose));
  bytes::put(record, static_cast<uint8_t>(device.certification));
  bytes::put(record, static_cast<uint8_t>(device.status));
  bytes::put<uint8_t>(record, device.is_active ? 1 : 0);
  put_optional_time(record, device.expires);
  visit_texts(device, [&](const std::string& text) { put_long(record, text); });
  put_stamp(record, device.stamp);
  return record;
}

std::optional<Device> decoded_device(std::string_view record) {
  bytes::Reader reader{record};
  if (reader.take<uint8_t>() != device_format) return std::nullopt;
  Device device;
  device.purpose = static_cast<Purpose>(reader.take<uint8_t>());
  device.certification = static_cast<Certification>(reader.take<uint8_t>());
  device.status = static_cast<Status>(reader.take<uint8_t>());
  device.is_active = reader.take<uint8_t>() == 1;
  device.expires = take_optional_time(reader);
  visit_texts(device, [&](std::string& text) { text = take_long(reader); });
  device.stamp = take_stamp(reader);
  if (!reader.is_whole() || text_of(device.status).empty()) return std::nullopt;
  return device;
}

std::string encoded(const SerialClaim& claim) {
  std::string record;
  bytes::put(record, claim_format);
  put_long(record, claim.code);
  put_long(record, claim.claim_id);
  return record;
}

std::optional<SerialClaim> decoded_claim(std::string_view record) {
  bytes::Reader reader{record};
  if (reader.take<uint8_t>() != claim_format) return std::nullopt;
  SerialClaim claim;
  claim.code = take_long(reader);
  claim.claim_id = take_long(reader);
  if (!reader.is_whole()) return std::nullopt;
  return claim;
}
}  // namespace device
