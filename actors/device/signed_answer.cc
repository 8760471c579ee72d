// actors/device/signed_answer.cc: built by hand, since no library of JSON web signatures writes it.
#include "actors/device/signed_answer.h"

#include <algorithm>

#include "actors/json/json_read.h"
#include "actors/json/json_write.h"
#include "crypto/base64.h"
#include "crypto/jws.h"

namespace device {
namespace {
constexpr size_t answer_bytes_max = size_t{64} << 10;

bool is_made_by(const crypto::JwsParts& parts, crypto::JwsAlgorithm algorithm,
                std::string_view payload, const crypto::Certificate& certificate) {
  const auto key = certificate.public_key();
  return key.ok() && crypto::verify_jws(parts, {algorithm, payload}, key.value());
}

/// False too for what is no JSON web signature at all.
bool is_trusted(std::string_view signature, const std::vector<crypto::Certificate>& certificates) {
  const auto parts = crypto::split_jws(signature);
  if (!parts) return false;
  const auto header = crypto::base64url_decode(parts->header);
  const auto payload = crypto::base64url_decode(parts->payload);
  if (!header || !payload) return false;
  const json::Document document{*header};
  const auto object = document.object();
  std::string name;
  if (!object || !json::take(*object, "alg", name)) return false;
  const auto algorithm = crypto::jws_algorithm_of(name);
  return algorithm && std::ranges::any_of(certificates, [&](const crypto::Certificate& one) {
           return is_made_by(*parts, *algorithm, *payload, one);
         });
}
}  // namespace

std::string digital_id_json(const DigitalId& id) {
  json::ObjectWriter writer{512};
  writer.field("serialNo", id.serial_no);
  writer.field("deviceProvider", id.provider_name);
  writer.field("deviceProviderId", id.provider_id);
  writer.field("make", id.make);
  writer.field("model", id.model);
  writer.field("dateTime", id.date_time);
  writer.field("type", id.type);
  writer.field("deviceSubType", id.sub_type);
  return std::move(writer).finish();
}

std::string answer_payload(const Device& device, std::string_view environment, UtcTime now) {
  json::ObjectWriter writer{1024};
  writer.field("status", text_of(Status::registered));
  writer.field("digitalId", crypto::base64url_encode(digital_id_json(device.digital_id)));
  writer.field("deviceCode", device.code);
  writer.field("env", environment);
  writer.field("timeStamp", iso_utc(now));
  return crypto::base64_encode(std::move(writer).finish());
}

std::string retired_payload(std::string_view code, std::string_view environment, UtcTime now) {
  json::ObjectWriter writer{256};
  writer.field("status", "success");
  writer.field("deviceCode", code);
  writer.field("env", environment);
  writer.field("timeStamp", iso_utc(now));
  return crypto::base64_encode(std::move(writer).finish());
}

Result<std::string> signed_answer(const std::string& payload, const crypto::PrivateKey& key) {
  const auto signature = key.sign(crypto::Scheme::pkcs1_sha256, payload);
  if (!signature.ok()) return Errc::jws_sign_failed;
  std::string answer{answer_header};
  answer += '.';
  answer += payload;
  answer += '.';
  return answer + crypto::base64_encode(crypto::base64_encode(signature.value()));
}

std::optional<std::string> verified_answer(std::string_view answer, const crypto::PublicKey& key) {
  if (answer.size() > answer_bytes_max) return std::nullopt;
  const size_t first = answer.find('.');
  const size_t second = first == std::string_view::npos ? first : answer.find('.', first + 1);
  if (second == std::string_view::npos || answer.substr(0, first) != answer_header)
    return std::nullopt;
  const std::string_view payload = answer.substr(first + 1, second - first - 1);
  const auto outer = crypto::base64_decode(answer.substr(second + 1));
  const auto signature = outer ? crypto::base64_decode(*outer) : std::nullopt;
  auto json = crypto::base64_decode(payload);
  if (!signature || !json || key.kind() != crypto::KeyKind::rsa ||
      !key.verify(crypto::Scheme::pkcs1_sha256, payload, *signature))
    return std::nullopt;
  return json;
}

std::optional<std::string> digital_id_in(std::string_view answer_json) {
  const json::Document document{answer_json};
  const auto object = document.object();
  std::string encoded_id;
  if (!object || !json::take(*object, "digitalId", encoded_id)) return std::nullopt;
  return crypto::base64url_decode(encoded_id);
}

bool are_trusted(const std::vector<std::string>& signatures,
                 const std::vector<crypto::Certificate>& certificates) {
  return certificates.empty() || std::ranges::all_of(signatures, [&](const std::string& one) {
           return is_trusted(one, certificates);
         });
}
}  // namespace device
