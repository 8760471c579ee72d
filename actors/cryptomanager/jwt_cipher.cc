// actors/cryptomanager/jwt_cipher.cc: JWE around what the request holds.
#include "actors/cryptomanager/jwt_cipher.h"

#include "actors/cryptomanager/envelope.h"
#include "actors/cryptomanager/jwe_header.h"
#include "actors/json/json_read.h"
#include "actors/keymanager/private_keys.h"
#include "crypto/base64.h"
#include "crypto/certificate_use.h"
#include "crypto/jws.h"

namespace cryptomanager {
namespace {
/// A JWS whose payload is there.
bool is_jws(std::string_view data) {
  const auto parts = crypto::split_jws(data);
  return parts && !parts->payload.empty() && !parts->signature.empty();
}

bool is_rsa_2048(const crypto::PublicKey& key) {
  constexpr int bits = 8 * static_cast<int>(rsa_block_bytes);
  return key.kind() == crypto::KeyKind::rsa && key.bits() == bits;
}
}  // namespace

std::optional<Fault> refusal_of_recipient(const crypto::Certificate& recipient, UtcTime now) {
  const auto key = recipient.public_key();
  if (!key.ok() || !is_rsa_2048(key.value())) return Fault{Errc::crypto_master_key, {}};
  if (crypto::defect_of(recipient, crypto::CertificateUse::enciphering, now))
    return Fault{Errc::key_certificate_invalid, {}};
  return std::nullopt;
}

Result<std::string> jwe_plaintext(std::string_view data, bool must_be_json) {
  if (is_jws(data)) return std::string{data};
  auto bytes = crypto::base64_decode_any(data);
  if (!bytes) return Errc::crypto_data_invalid;
  if (must_be_json && json::Document{*bytes}.error()) return Errc::crypto_no_json;
  return std::move(*bytes);
}

Result<std::string> encrypt_jwt(const crypto::Certificate& recipient, std::string_view plaintext,
                                const JweWish& wish, ::Random& random) {
  const auto key = recipient.public_key();
  if (!key.ok() || !is_rsa_2048(key.value())) return Errc::crypto_master_key;
  WrittenJweHeader header;
  header.thumbprint = recipient.thumbprint();
  header.deflated = wish.deflated;
  if (wish.includes_certificate) header.certificate = recipient.der();
  header.hash = wish.includes_hash;
  header.jwk_set_url = wish.jwk_set_url;
  auto jwe = crypto::encrypt_jwe({json_of(header), plaintext, wish.deflated}, key.value(), random);
  if (!jwe.ok()) return Errc::crypto_jwe_encrypt;
  return std::move(jwe).value();
}

Result<std::shared_ptr<const ReadJwe>> read_jwt(std::string_view compact) {
  auto parts = crypto::split_jwe(compact);
  if (!parts) return Errc::crypto_jwe_decrypt;
  const auto header = read_jwe_header(parts->header_json);
  if (!header) return Errc::crypto_jwe_decrypt;
  return std::make_shared<const ReadJwe>(
      ReadJwe{std::move(*parts), header->deflated, header->thumbprint});
}

Result<std::string> decrypt_jwt(const ReadJwe& jwe, const crypto::PrivateKey& key) {
  const auto plaintext = crypto::decrypt_jwe(jwe.parts, jwe.deflated, key);
  if (plaintext.ok()) return crypto::base64url_encode(plaintext.value());
  if (plaintext.error() == crypto::Errc::unavailable)
    return keymanager::fault_of(plaintext.error());
  return Errc::crypto_jwe_decrypt;
}
}  // namespace cryptomanager
