// actors/auth/token_keys.cc: making, keeping and publishing the token keys.
#include "actors/auth/token_keys.h"

#include "actors/auth/record_codec.h"
#include "actors/auth/token_codec.h"
#include "crypto/base64.h"
#include "crypto/digest.h"

namespace auth {
namespace {
constexpr uint8_t record_version = 1;

Expected<TokenKey, crypto::Errc> named(crypto::RsaPrivateKey key, int64_t created) {
  const auto public_key = key.public_key();
  if (!public_key.ok()) return public_key.error();
  std::string kid = thumbprint_of(public_key.value().numbers());
  std::string header = token_header(kid);
  return TokenKey{std::move(kid), std::move(header), created, std::move(key)};
}

Expected<TokenKey, crypto::Errc> new_key(int64_t now) {
  auto key = crypto::RsaPrivateKey::generate(token_key_bits);
  if (!key.ok()) return key.error();
  return named(std::move(key).value(), now);
}
}  // namespace

std::string thumbprint_of(const crypto::RsaNumbers& numbers) {
  const std::string json = R"({"e":")" + crypto::base64url_encode(numbers.exponent) +
                           R"(","kty":"RSA","n":")" + crypto::base64url_encode(numbers.modulus) +
                           R"("})";
  return crypto::base64url_encode(crypto::view_of(crypto::sha256(json)));
}

Expected<TokenKeys, crypto::Errc> TokenKeys::generate(int64_t now) {
  TokenKeys keys;
  if (const auto error = keys.rotate(now)) return *error;
  return keys;
}

std::optional<crypto::Errc> TokenKeys::rotate(int64_t now) {
  auto key = new_key(now);
  if (!key.ok()) return key.error();
  keys_.insert(keys_.begin(), std::move(key).value());
  while (keys_.size() > token_keys_kept) keys_.pop_back();
  return std::nullopt;
}

Expected<crypto::SecureBytes, crypto::Errc> TokenKeys::encode() const {
  RecordWriter record(record_version);
  record.number(keys_.size());
  for (const auto& key : keys_) {
    const auto der = key.key.to_pkcs8_der();
    if (!der.ok()) return der.error();
    record.signed_number(key.created);
    record.text(der.value().view());
  }
  auto sealed_part = crypto::SecureBytes::from(record.bytes());
  record.wipe();
  return sealed_part;
}

Expected<TokenKeys, crypto::Errc> TokenKeys::decode(std::string_view bytes) {
  RecordReader record(bytes, record_version);
  const uint64_t count = record.number();
  if (!record.ok() || count == 0 || count > token_keys_kept) return crypto::Errc::bad_input;
  TokenKeys keys;
  for (uint64_t i = 0; i < count; ++i) {
    const int64_t created = record.signed_number();
    const std::string_view der = record.view();
    if (!record.ok()) return crypto::Errc::bad_input;
    auto key = crypto::RsaPrivateKey::from_pkcs8_der(std::as_bytes(std::span{der}));
    if (!key.ok()) return key.error();
    auto entry = named(std::move(key).value(), created);
    if (!entry.ok()) return entry.error();
    keys.keys_.push_back(std::move(entry).value());
  }
  if (!record.finished()) return crypto::Errc::bad_input;
  return keys;
}

Expected<std::vector<VerifyKey>, crypto::Errc> TokenKeys::verify_keys() const {
  std::vector<VerifyKey> out;
  for (const auto& key : keys_) {
    auto public_key = key.key.public_key();
    if (!public_key.ok()) return public_key.error();
    out.push_back({key.kid, std::move(public_key).value()});
  }
  return out;
}

Expected<std::vector<Jwk>, crypto::Errc> TokenKeys::jwks() const {
  std::vector<Jwk> out;
  for (const auto& key : keys_) {
    const auto public_key = key.key.public_key();
    if (!public_key.ok()) return public_key.error();
    const auto numbers = public_key.value().numbers();
    out.push_back({key.kid, crypto::base64url_encode(numbers.modulus),
                   crypto::base64url_encode(numbers.exponent)});
  }
  return out;
}
}  // namespace auth
