// actors/device/signed_answer.h: the answer to a registration: three texts joined by dots, which is
// no JSON web signature (devices sheet A.5).
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/result.h"
#include "actors/device/device_rules.h"
#include "crypto/certificate.h"
#include "crypto/private_key.h"

namespace device {
/// {"alg":"RS256","type":"JWS"} in base64: `type`, where a JSON web signature says `typ`.
inline constexpr std::string_view answer_header = "eyJhbGciOiJSUzI1NiIsInR5cGUiOiJKV1MifQ==";

/// The JSON of a digital id, keys in the contract's order.
std::string digital_id_json(const DigitalId& id);

/// The second part: base64 with padding of status, digital id, code, environment and time.
std::string answer_payload(const Device& device, std::string_view environment, UtcTime now);

/// The same of a device that left service: status, code, environment and time.
std::string retired_payload(std::string_view code, std::string_view environment, UtcTime now);

/// The whole answer: RS256 over the second part alone, and its signature in base64 twice. Blocks as
/// long as `key` signs. Errors: jws_sign_failed.
Result<std::string> signed_answer(const std::string& payload, const crypto::PrivateKey& key);

/// The JSON that `answer` says and `key` has signed; nothing when it is not so signed.
std::optional<std::string> verified_answer(std::string_view answer, const crypto::PublicKey& key);

/// The JSON of the digital id in what verified_answer gave; nothing when there is none.
std::optional<std::string> digital_id_in(std::string_view answer_json);

/// False when a JSON web signature of `signatures` was made by none of `certificates`. Nothing to
/// verify, or nothing to verify it by, is not false.
bool are_trusted(const std::vector<std::string>& signatures,
                 const std::vector<crypto::Certificate>& certificates);
}  // namespace device
