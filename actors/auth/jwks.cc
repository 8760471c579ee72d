// actors/auth/jwks.cc: strict about the document, lenient about keys that are not for us.
#include "actors/auth/jwks.h"

#include <algorithm>

#include "actors/json/json_read.h"
#include "crypto/base64.h"

namespace auth {
namespace {
bool is_for_signatures(const json::Object& jwk) {
  std::string type, use = "sig";
  std::vector<std::string> operations{"verify"};
  return json::take(jwk, "kty", type) && type == "RSA" && json::take(jwk, "use", use) &&
         use == "sig" && json::take(jwk, "key_ops", operations) &&
         std::ranges::find(operations, "verify") != operations.end();
}

std::optional<crypto::RsaPublicKey> numbers_of(const json::Object& jwk) {
  std::string modulus, exponent;
  if (!json::take(jwk, "n", modulus) || !json::take(jwk, "e", exponent)) return std::nullopt;
  const auto n = crypto::base64url_decode(modulus);
  const auto e = crypto::base64url_decode(exponent);
  if (!n || !e) return std::nullopt;
  auto key = crypto::RsaPublicKey::from_numbers({*n, *e});
  if (!key.ok()) return std::nullopt;
  return std::move(key).value();
}

std::optional<ExternalKey> key_of(const json::Object& jwk) {
  std::string kid, algorithm;
  if (!json::keys_are_unique(jwk) || !is_for_signatures(jwk) || !json::take(jwk, "kid", kid) ||
      !json::take(jwk, "alg", algorithm))
    return std::nullopt;
  const auto only = rsa_algorithm_of(algorithm);
  if (kid.empty() || kid.size() > kid_bytes_max || (!algorithm.empty() && !only))
    return std::nullopt;
  auto key = numbers_of(jwk);
  if (!key) return std::nullopt;
  return ExternalKey{std::move(kid), only, std::move(*key)};
}

// Which of two keys of one name counts is anybody's guess: neither does.
void drop_doubles(std::vector<ExternalKey>& keys) {
  const std::vector<ExternalKey> all = keys;
  std::erase_if(keys, [&](const ExternalKey& key) {
    return std::ranges::count(all, key.kid, &ExternalKey::kid) > 1;
  });
}
}  // namespace

std::optional<RsaAlgorithm> rsa_algorithm_of(std::string_view name) {
  if (name == "RS256") return RsaAlgorithm::rs256;
  if (name == "RS384") return RsaAlgorithm::rs384;
  if (name == "RS512") return RsaAlgorithm::rs512;
  return std::nullopt;
}

crypto::RsaDigest digest_of(RsaAlgorithm algorithm) {
  switch (algorithm) {
    case RsaAlgorithm::rs384:
      return crypto::RsaDigest::sha384;
    case RsaAlgorithm::rs512:
      return crypto::RsaDigest::sha512;
    case RsaAlgorithm::rs256:
      break;
  }
  return crypto::RsaDigest::sha256;
}

std::optional<std::vector<ExternalKey>> read_jwks(std::string_view text) {
  if (text.size() > jwks_bytes_max) return std::nullopt;
  const json::Document document{text};
  const auto root = document.object();
  if (!root || !json::keys_are_unique(*root)) return std::nullopt;
  const auto found = json::find(*root, "keys");
  simdjson::dom::array list;
  if (!found || found->get(list) || list.size() > jwks_keys_max) return std::nullopt;
  std::vector<ExternalKey> keys;
  for (const auto entry : list) {
    json::Object jwk;
    if (entry.get(jwk)) return std::nullopt;
    if (auto key = key_of(jwk)) keys.push_back(std::move(*key));
  }
  drop_doubles(keys);
  if (keys.empty()) return std::nullopt;
  return keys;
}
}  // namespace auth
