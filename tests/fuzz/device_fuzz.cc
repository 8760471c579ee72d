// tests/fuzz/device_fuzz.cc: any bytes as what a device says of itself, as a signed answer and as
// stored records: what is taken is whole, and nothing is signed by a key that signed nothing.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "actors/device/device_record.h"
#include "actors/device/field_rules.h"
#include "actors/device/registration.h"
#include "actors/device/signed_answer.h"
#include "actors/device/trust_record.h"
#include "crypto/base64.h"
#include "crypto/private_key.h"

namespace {
void require(bool holds) {
  if (!holds) std::abort();
}

const UtcTime now{std::chrono::seconds{1'704'196'800}};  // 2024-01-02 12:00:00 UTC

void read(std::string_view device_data) {
  const auto taken = device::registration_of(device_data, {}, now);
  if (!taken.ok()) return require(!taken.faults().empty());
  const device::Device& device = taken.value().device;
  require(device.code.empty() && !device.device_id.empty());
  const device::DigitalId& id = device.digital_id;
  for (const auto* text : {&id.serial_no, &id.provider_id, &id.make, &id.model, &id.type})
    require(!text->empty() && device::chars_of(*text) <= 64);
  require(device::decoded_device(device::encoded(device)) == device);
  const auto json = device::digital_id_json(id);
  const std::string payload = device::answer_payload(device, "local", now);
  require(device::digital_id_in(*crypto::base64_decode(payload)) == json);
}

/// A registration whose digital id is `digital_id`.
std::string with_id(std::string_view digital_id, std::string_view level) {
  std::string json = R"({"deviceId":"d","purpose":"AUTH","foundationalTrustProviderId":"f",)";
  json +=
      R"("deviceInfo":{"deviceSubId":"1","firmware":"1","timeStamp":"2024-01-02T12:00:00.000Z",)";
  json += R"("certification":")";
  json += level;
  json += R"(","digitalId":")";
  json += crypto::base64_encode(digital_id);
  return crypto::base64_encode(json + R"("}})");
}

void decode(std::string_view bytes) {
  if (const auto one = device::decoded_device(bytes))
    require(device::decoded_device(device::encoded(*one)) == one);
  if (const auto one = device::decoded_company(bytes))
    require(device::decoded_company(device::encoded(*one)) == one);
  if (const auto one = device::decoded_mds(bytes))
    require(device::decoded_mds(device::encoded(*one)) == one);
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const auto stranger = crypto::SoftPrivateKey::generate(crypto::KeyKind::rsa).value();
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};
  read(bytes);
  // The same bytes behind the base64, so that both JSON objects are reached.
  read(crypto::base64_encode(bytes));
  for (const std::string_view level : {"L0", "L1"}) read(with_id(bytes, level));
  (void)device::retirement_of(bytes);
  (void)device::retirement_of(crypto::base64url_encode(bytes));
  (void)device::digital_id_in(bytes);
  require(!device::verified_answer(bytes, stranger->public_key()));
  decode(bytes);
  return 0;
}
