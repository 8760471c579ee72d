// crypto/rsa_import.cc: RSA keys in and out of their outside forms.
#include <openssl/core_names.h>
#include <openssl/err.h>

#include "crypto/pkey_handle.h"
#include "crypto/rsa.h"
#include "crypto/rsa_handle.h"

namespace crypto {
namespace {
constexpr int exponent_bits_max = 64;

OwnedBignum number_of(const EVP_PKEY* key, const char* name) {
  BIGNUM* number = nullptr;
  EVP_PKEY_get_bn_param(key, name, &number);
  return OwnedBignum{number};
}

OwnedBignum number_of(std::string_view bytes) {
  // Beyond this no number is accepted; it also keeps the length within an int.
  if (bytes.size() > rsa_bits_max / 8 + 1) return nullptr;
  return OwnedBignum{BN_bin2bn(bytes_of(bytes), static_cast<int>(bytes.size()), nullptr)};
}

std::string text_of(const OwnedBignum& number) {
  if (!number) return {};
  std::string bytes(static_cast<size_t>(BN_num_bytes(number.get())), '\0');
  BN_bn2bin(number.get(), bytes_of(bytes));
  return bytes;
}

/// RSA (not RSA-PSS), its size within bounds, its exponent usable.
bool acceptable(const EVP_PKEY* key) {
  if (key == nullptr || EVP_PKEY_is_a(key, "RSA") != 1) return false;
  const int bits = EVP_PKEY_get_bits(key);
  const OwnedBignum modulus = number_of(key, OSSL_PKEY_PARAM_RSA_N);
  return bits >= rsa_bits_min && bits <= rsa_bits_max && modulus && BN_is_odd(modulus.get()) &&
         has_usable_exponent(key);
}

OwnedPkey public_key_of(const BIGNUM* modulus, const BIGNUM* exponent) {
  const OwnedParametersBuilder builder{OSSL_PARAM_BLD_new()};
  if (!builder || !OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus) ||
      !OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent)) {
    return nullptr;
  }
  const OwnedParameters parameters{OSSL_PARAM_BLD_to_param(builder.get())};
  const OwnedPkeyContext context{EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr)};
  EVP_PKEY* key = nullptr;
  if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1) {
    return nullptr;
  }
  return OwnedPkey{key};
}

/// A handle to `key` when it is acceptable; the library's list of complaints is emptied.
std::shared_ptr<const RsaHandle> judged(OwnedPkey key, RsaUse use) {
  std::shared_ptr<const RsaHandle> handle;
  if (acceptable(key.get())) handle = rsa_handle_of(std::move(key), use);
  ERR_clear_error();
  return handle;
}
}  // namespace

bool has_usable_exponent(const EVP_PKEY* key) {
  const OwnedBignum exponent = number_of(key, OSSL_PKEY_PARAM_RSA_E);
  return exponent && BN_is_odd(exponent.get()) && !BN_is_one(exponent.get()) &&
         BN_num_bits(exponent.get()) <= exponent_bits_max;
}

Expected<RsaPublicKey, Errc> RsaPublicKey::from_numbers(const RsaNumbers& numbers) {
  const OwnedBignum modulus = number_of(numbers.modulus);
  const OwnedBignum exponent = number_of(numbers.exponent);
  if (!modulus || !exponent) return Errc::bad_key;
  auto handle = judged(public_key_of(modulus.get(), exponent.get()), RsaUse::verify);
  if (!handle) return Errc::bad_key;
  return RsaPublicKey{std::move(handle)};
}

Expected<RsaPublicKey, Errc> RsaPublicKey::from_spki_der(std::string_view der) {
  const unsigned char* at = bytes_of(der);
  const unsigned char* const end = at + der.size();
  auto handle =
      judged(OwnedPkey{d2i_PUBKEY(nullptr, &at, static_cast<long>(der.size()))}, RsaUse::verify);
  if (!handle || at != end) return Errc::bad_key;
  return RsaPublicKey{std::move(handle)};
}

RsaNumbers RsaPublicKey::numbers() const {
  return {text_of(number_of(handle_->key.get(), OSSL_PKEY_PARAM_RSA_N)),
          text_of(number_of(handle_->key.get(), OSSL_PKEY_PARAM_RSA_E))};
}

std::string RsaPublicKey::spki_der() const {
  const int size = i2d_PUBKEY(handle_->key.get(), nullptr);
  if (size <= 0) return {};
  std::string der(static_cast<size_t>(size), '\0');
  unsigned char* at = bytes_of(der);
  return i2d_PUBKEY(handle_->key.get(), &at) == size ? der : std::string{};
}

Expected<RsaPublicKey, Errc> RsaPrivateKey::public_key() const {
  const OwnedBignum modulus = number_of(handle_->key.get(), OSSL_PKEY_PARAM_RSA_N);
  const OwnedBignum exponent = number_of(handle_->key.get(), OSSL_PKEY_PARAM_RSA_E);
  if (!modulus || !exponent) return Errc::internal;
  auto handle = judged(public_key_of(modulus.get(), exponent.get()), RsaUse::verify);
  if (!handle) return Errc::internal;
  return RsaPublicKey{std::move(handle)};
}

Expected<RsaPrivateKey, Errc> RsaPrivateKey::from_pkcs8_der(std::span<const std::byte> der) {
  const unsigned char* at = reinterpret_cast<const unsigned char*>(der.data());
  const unsigned char* const end = at + der.size();
  const OwnedPkcs8 info{d2i_PKCS8_PRIV_KEY_INFO(nullptr, &at, static_cast<long>(der.size()))};
  auto handle = judged(OwnedPkey{info ? EVP_PKCS82PKEY(info.get()) : nullptr}, RsaUse::sign);
  if (!handle || at != end) return Errc::bad_key;
  return RsaPrivateKey{std::move(handle)};
}

Expected<SecureBytes, Errc> RsaPrivateKey::to_pkcs8_der() const {
  const OwnedPkcs8 info{EVP_PKEY2PKCS8(handle_->key.get())};
  const int size = info ? i2d_PKCS8_PRIV_KEY_INFO(info.get(), nullptr) : 0;
  if (size <= 0) {
    ERR_clear_error();
    return Errc::internal;
  }
  SecureBytes der(static_cast<size_t>(size));
  unsigned char* at = bytes_of(der.span());
  if (i2d_PKCS8_PRIV_KEY_INFO(info.get(), &at) != size) return Errc::internal;
  return der;
}
}  // namespace crypto
