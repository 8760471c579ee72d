// crypto/public_key.cc: verifying and encrypting.
#include "crypto/public_key.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <array>
#include <tuple>

#include "crypto/error_queue.h"
#include "crypto/pkey_handle.h"
#include "crypto/rsa.h"

namespace crypto {
namespace {
constexpr size_t spki_bytes_max = 4096;
constexpr size_t ecdsa_part_bytes = 32;

using OwnedEcdsa = Owned<ECDSA_SIG, ECDSA_SIG_free>;

bool is_strong(const PublicKey& key) {
  return key.kind() != KeyKind::rsa || key.bits() >= rsa_bits_min;
}
}  // namespace

std::optional<KeyKind> kind_of(const EVP_PKEY* key) {
  switch (EVP_PKEY_get_base_id(key)) {
    case EVP_PKEY_RSA:
      if (EVP_PKEY_get_bits(key) > rsa_bits_max || !has_usable_exponent(key)) return std::nullopt;
      return KeyKind::rsa;
    case EVP_PKEY_ED25519:
      return KeyKind::ed25519;
    case EVP_PKEY_EC:
      break;
    default:
      return std::nullopt;
  }
  std::array<char, 64> group{};
  if (EVP_PKEY_get_utf8_string_param(key, OSSL_PKEY_PARAM_GROUP_NAME, group.data(), group.size(),
                                     nullptr) != 1)
    return std::nullopt;
  const std::string_view name{group.data()};
  if (name == SN_X9_62_prime256v1) return KeyKind::ec_p256;
  if (name == SN_secp256k1) return KeyKind::ec_secp256k1;
  return std::nullopt;
}

bool set_scheme(EVP_PKEY_CTX* context, Scheme scheme) {
  if (scheme == Scheme::pkcs1_sha256)
    return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1;
  if (scheme != Scheme::pss_sha256) return true;
  return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
         EVP_PKEY_CTX_set_rsa_mgf1_md(context, sha256_algorithm()) == 1 &&
         EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1;
}

bool set_oaep_sha256(EVP_PKEY_CTX* context) {
  return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) == 1 &&
         EVP_PKEY_CTX_set_rsa_oaep_md(context, sha256_algorithm()) == 1 &&
         EVP_PKEY_CTX_set_rsa_mgf1_md(context, sha256_algorithm()) == 1;
}

const EVP_MD* digest_of(Scheme scheme) {
  return scheme == Scheme::eddsa ? nullptr : sha256_algorithm();
}

std::string der_of_ecdsa(std::string_view signature) {
  if (signature.size() != 2 * ecdsa_part_bytes) return {};
  const auto* bytes = bytes_of(signature);
  OwnedBignum r{BN_bin2bn(bytes, ecdsa_part_bytes, nullptr)};
  OwnedBignum s{BN_bin2bn(bytes + ecdsa_part_bytes, ecdsa_part_bytes, nullptr)};
  const OwnedEcdsa pair{ECDSA_SIG_new()};
  if (!r || !s || !pair || ECDSA_SIG_set0(pair.get(), r.get(), s.get()) != 1) return {};
  std::ignore = r.release();  // the pair owns them now
  std::ignore = s.release();
  std::string der(static_cast<size_t>(std::max(0, i2d_ECDSA_SIG(pair.get(), nullptr))), '\0');
  auto* out = bytes_of(der);
  return i2d_ECDSA_SIG(pair.get(), &out) > 0 ? der : std::string{};
}

std::string ecdsa_of_der(std::string_view der) {
  const auto* in = bytes_of(der);
  const OwnedEcdsa pair{d2i_ECDSA_SIG(nullptr, &in, static_cast<long>(der.size()))};
  std::string out(2 * ecdsa_part_bytes, '\0');
  constexpr int part = static_cast<int>(ecdsa_part_bytes);
  if (!pair || BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), bytes_of(out), part) != part ||
      BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), bytes_of(out) + part, part) != part)
    return {};
  return out;
}

Expected<PublicKey, Errc> PublicKey::from_spki_der(std::string_view der) {
  if (der.size() > spki_bytes_max) return Errc::bad_key;
  const auto* in = bytes_of(der);
  OwnedPkey key{d2i_PUBKEY(nullptr, &in, static_cast<long>(der.size()))};
  ERR_clear_error();
  if (!key || in != bytes_of(der) + der.size()) return Errc::bad_key;
  const auto kind = kind_of(key.get());
  if (!kind) return Errc::bad_key;
  return PublicKey{std::make_shared<const PkeyHandle>(std::move(key), *kind, std::string{der})};
}

KeyKind PublicKey::kind() const { return handle_->kind; }
int PublicKey::bits() const { return EVP_PKEY_get_bits(handle_->key.get()); }
const std::string& PublicKey::spki_der() const { return handle_->spki_der; }

bool PublicKey::verify(Scheme scheme, std::string_view message, std::string_view signature) const {
  if (!fits(kind(), scheme) || !is_strong(*this)) return false;
  std::string der;
  if (scheme == Scheme::ecdsa_sha256) {
    der = der_of_ecdsa(signature);
    if (der.empty()) return false;
    signature = der;
  }
  const OwnedDigestContext context{EVP_MD_CTX_new()};
  EVP_PKEY_CTX* key_context = nullptr;  // owned by `context`
  const bool verified = context &&
                        EVP_DigestVerifyInit(context.get(), &key_context, digest_of(scheme),
                                             nullptr, handle_->key.get()) == 1 &&
                        set_scheme(key_context, scheme) &&
                        EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(),
                                         bytes_of(message), message.size()) == 1;
  ERR_clear_error();
  return verified;
}

Expected<std::string, Errc> PublicKey::encrypt_oaep_sha256(std::string_view secret) const {
  if (kind() != KeyKind::rsa || !is_strong(*this)) return Errc::bad_key;
  const auto block_bytes = static_cast<size_t>(EVP_PKEY_get_size(handle_->key.get()));
  constexpr size_t overhead = 2 * 32 + 2;
  if (secret.size() + overhead > block_bytes) return Errc::bad_input;
  const ErrorQueueGuard errors;
  const auto context = handle_->encryption.begin(handle_->key.get(), [](EVP_PKEY_CTX* made) {
    return EVP_PKEY_encrypt_init(made) == 1 && set_oaep_sha256(made);
  });
  std::string block(block_bytes, '\0');
  size_t size = block.size();
  if (!context ||
      EVP_PKEY_encrypt(context.get(), bytes_of(block), &size, bytes_of(secret), secret.size()) != 1)
    return Errc::internal;
  block.resize(size);
  return block;
}
}  // namespace crypto
