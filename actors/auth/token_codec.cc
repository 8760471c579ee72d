// actors/auth/token_codec.cc: parts of a token, put together and taken apart.
#include "actors/auth/token_codec.h"

#include <algorithm>

#include "actors/json/json_read.h"
#include "crypto/base64.h"

namespace auth {
namespace {
// A header that holds more than these three is not one of ours: x5c, jwk, jku, x5u, crit and zip
// all stand for a way to make a verifier trust the token's own word.
std::optional<VerifyErrc> fault_of_header(const json::Object& header, std::string& kid) {
  std::string algorithm, type;
  if (!json::keys_are_unique(header) || !json::take(header, "alg", algorithm) ||
      !json::take(header, "typ", type) || !json::take(header, "kid", kid)) {
    return VerifyErrc::malformed;
  }
  if (algorithm != "RS256" || header.size() != 3) return VerifyErrc::algorithm;
  if (type != "JWT" || kid.empty()) return VerifyErrc::malformed;
  return std::nullopt;
}
}  // namespace

std::string token_header(std::string_view kid) {
  return crypto::base64url_encode(R"({"alg":"RS256","typ":"JWT","kid":")" + std::string{kid} +
                                  R"("})");
}

std::string signing_input(std::string_view header, std::string_view claims_json) {
  std::string out{header};
  out.push_back('.');
  out += crypto::base64url_encode(claims_json);
  return out;
}

std::string finished_token(std::string_view input, std::string_view signature) {
  std::string out{input};
  out.push_back('.');
  out += crypto::base64url_encode(signature);
  return out;
}

Expected<RawToken, VerifyErrc> cut_token(std::string_view token) {
  if (token.size() > token_bytes_max) return VerifyErrc::malformed;
  const size_t first = token.find('.');
  const size_t second = first == std::string_view::npos ? first : token.find('.', first + 1);
  if (second == std::string_view::npos) return VerifyErrc::malformed;
  auto header = crypto::base64url_decode(token.substr(0, first));
  if (!header) return VerifyErrc::malformed;
  return RawToken{std::move(*header), token.substr(0, second),
                  token.substr(first + 1, second - first - 1), token.substr(second + 1)};
}

Expected<TokenParts, VerifyErrc> split_token(std::string_view token) {
  const auto raw = cut_token(token);
  if (!raw.ok()) return raw.error();
  TokenParts parts{raw.value().signed_input, raw.value().payload, {}, {}};
  const json::Document document{raw.value().header};
  const auto header = document.object();
  if (!header) return VerifyErrc::malformed;
  if (const auto fault = fault_of_header(*header, parts.kid)) return *fault;
  auto signature = crypto::base64url_decode(raw.value().signature);
  if (!signature || signature->empty()) return VerifyErrc::malformed;
  parts.signature = std::move(*signature);
  return parts;
}

Expected<Claims, VerifyErrc> authentic_claims(std::string_view token,
                                              const std::vector<VerifyKey>& keys) {
  const auto parts = split_token(token);
  if (!parts.ok()) return parts.error();
  const auto key = std::find_if(keys.begin(), keys.end(),
                                [&](const VerifyKey& k) { return k.kid == parts.value().kid; });
  if (key == keys.end()) return VerifyErrc::unknown_key;
  // Nothing of the payload is read before the signature holds.
  if (!key->key.verify_pkcs1_sha256(parts.value().signed_input, parts.value().signature)) {
    return VerifyErrc::signature;
  }
  const auto payload = crypto::base64url_decode(parts.value().payload);
  if (!payload) return VerifyErrc::malformed;
  return read_claims(*payload);
}
}  // namespace auth
