// crypto/jws.cc: three parts, two dots.
#include "crypto/jws.h"

#include <array>
#include <utility>

#include "crypto/base64.h"

namespace crypto {
namespace {
constexpr std::array<std::pair<JwsAlgorithm, std::string_view>, 5> names{{
    {JwsAlgorithm::rs256, "RS256"},
    {JwsAlgorithm::ps256, "PS256"},
    {JwsAlgorithm::es256, "ES256"},
    {JwsAlgorithm::es256k, "ES256K"},
    {JwsAlgorithm::eddsa, "EdDSA"},
}};
}  // namespace

std::string_view name_of(JwsAlgorithm algorithm) {
  for (const auto& [known, name] : names) {
    if (known == algorithm) return name;
  }
  return {};
}

std::optional<JwsAlgorithm> jws_algorithm_of(std::string_view name) {
  for (const auto& [algorithm, known] : names) {
    if (known == name) return algorithm;
  }
  return std::nullopt;
}

std::optional<JwsParts> split_jws(std::string_view compact) {
  if (compact.size() > jws_bytes_max) return std::nullopt;
  const size_t first = compact.find('.');
  if (first == std::string_view::npos || first == 0) return std::nullopt;
  const size_t second = compact.find('.', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  const JwsParts parts{compact.substr(0, first), compact.substr(first + 1, second - first - 1),
                       compact.substr(second + 1)};
  if (parts.signature.find('.') != std::string_view::npos) return std::nullopt;
  if (parts.header.size() > jws_header_chars_max) return std::nullopt;
  if (parts.signature.size() > jws_signature_chars_max) return std::nullopt;
  return parts;
}

std::string jws_signing_input(std::string_view header, std::string_view payload, bool b64) {
  std::string input;
  input.reserve(header.size() + 1 + (payload.size() + 2) / 3 * 4);
  input = header;
  input += '.';
  if (b64) {
    input += base64url_encode(payload);
  } else {
    input += payload;
  }
  return input;
}

Expected<std::string, Errc> sign_jws(const JwsInput& input, const PrivateKey& key) {
  if (key.public_key().kind() != kind_of(input.algorithm)) return Errc::bad_key;
  const std::string header = base64url_encode(input.header_json);
  const auto signature =
      key.sign(scheme_of(input.algorithm), jws_signing_input(header, input.payload, input.b64));
  if (!signature.ok()) return signature.error();
  std::string compact = header;
  compact += '.';
  if (input.attached) compact += base64url_encode(input.payload);
  compact += '.';
  compact += base64url_encode(signature.value());
  return compact;
}

bool verify_jws(const JwsParts& parts, const JwsClaim& claim, const PublicKey& key) {
  if (key.kind() != kind_of(claim.algorithm)) return false;
  const auto signature = base64url_decode(parts.signature);
  if (!signature || signature->empty()) return false;
  return key.verify(scheme_of(claim.algorithm),
                    jws_signing_input(parts.header, claim.payload, claim.b64), *signature);
}
}  // namespace crypto
