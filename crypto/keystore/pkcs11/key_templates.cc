// crypto/keystore/pkcs11/key_templates.cc: templates of pairs, secrets and certificates.
#include "crypto/keystore/pkcs11/key_templates.h"

#include <openssl/x509.h>

#include "crypto/keystore/pkcs11/curves.h"
#include "crypto/keystore/pkcs11/key_wrap.h"
#include "crypto/openssl_handles.h"
#include "crypto/rsa.h"

namespace keystore::pkcs11 {
namespace {
using namespace std::string_view_literals;
constexpr CK_ULONG rsa_bits = 2048;
constexpr std::string_view rsa_exponent = "\x01\x00\x01"sv;
constexpr CK_ULONG secret_bytes = 32;

using OwnedX509 = crypto::Owned<X509, X509_free>;

template <class Object>
std::string der_of(const Object* object, int (*encode)(const Object*, unsigned char**)) {
  unsigned char* bytes = nullptr;
  const int count = encode(object, &bytes);
  if (count <= 0) return {};
  std::string out{reinterpret_cast<const char*>(bytes), static_cast<size_t>(count)};
  OPENSSL_free(bytes);
  return out;
}

CK_RV spki_of_object(const Session& session, CK_OBJECT_HANDLE object, std::string& spki) {
  std::string modulus, exponent, params, point;
  CK_RV rv = read(session, object, CKA_MODULUS, modulus);
  if (rv == CKR_OK) rv = read(session, object, CKA_PUBLIC_EXPONENT, exponent);
  if (rv == CKR_OK && !modulus.empty() && !exponent.empty()) {
    const auto key = crypto::RsaPublicKey::from_numbers({modulus, exponent});
    if (key.ok()) spki = key.value().spki_der();
    return CKR_OK;
  }
  if (rv == CKR_OK) rv = read(session, object, CKA_EC_PARAMS, params);
  if (rv == CKR_OK) rv = read(session, object, CKA_EC_POINT, point);
  if (rv == CKR_OK && !point.empty()) spki = ec_spki(params, point);
  return rv;
}

CK_RV spki_of_certificate(const Session& session, CK_OBJECT_HANDLE object, std::string& spki) {
  std::string der;
  const CK_RV rv = read(session, object, CKA_VALUE, der);
  if (rv != CKR_OK || der.empty()) return rv;
  const auto certificate = crypto::Certificate::from_stored(der);
  if (!certificate.ok()) return CKR_OK;
  const auto key = certificate.value().public_key();
  if (key.ok()) spki = key.value().spki_der();
  return CKR_OK;
}
}  // namespace

PairTemplates pair_templates(const std::string& alias, crypto::KeyKind kind) {
  PairTemplates out;
  out.private_key = private_template(alias, kind);
  out.public_key.flag(CKA_TOKEN, true).flag(CKA_VERIFY, true).alias(alias);
  if (const Curve* const curve = curve_of(kind)) {
    out.mechanism = {curve->generation, nullptr, 0};
    out.public_key.bytes(CKA_EC_PARAMS, curve->params);
  } else {
    out.mechanism = {CKM_RSA_PKCS_KEY_PAIR_GEN, nullptr, 0};
    out.public_key.number(CKA_MODULUS_BITS, rsa_bits).bytes(CKA_PUBLIC_EXPONENT, rsa_exponent);
    out.public_key.flag(CKA_ENCRYPT, true);
  }
  return out;
}

Template private_template(const std::string& alias, crypto::KeyKind kind) {
  const Curve* const curve = curve_of(kind);
  Template out;
  out.number(CKA_CLASS, CKO_PRIVATE_KEY);
  out.number(CKA_KEY_TYPE, curve == nullptr ? CKK_RSA : curve->key_type);
  out.flag(CKA_TOKEN, true).flag(CKA_PRIVATE, true).alias(alias);
  out.flag(CKA_SENSITIVE, true).flag(CKA_EXTRACTABLE, false).flag(CKA_SIGN, true);
  if (curve == nullptr) out.flag(CKA_DECRYPT, true);
  return out;
}

Expected<Template, Errc> ed25519_template(const std::string& alias,
                                          std::span<const std::byte> pkcs8) {
  const auto value = ed25519_value(pkcs8);
  if (!value.ok()) return value.error();
  Template out = private_template(alias, crypto::KeyKind::ed25519);
  out.bytes(CKA_EC_PARAMS, curve_of(crypto::KeyKind::ed25519)->params);
  out.bytes(CKA_VALUE, value.value().view());
  return out;
}

namespace {
Template secret_described(const std::string& alias) {
  Template out;
  out.number(CKA_CLASS, CKO_SECRET_KEY).number(CKA_KEY_TYPE, CKK_AES);
  out.flag(CKA_TOKEN, true).flag(CKA_PRIVATE, true).alias(alias);
  out.flag(CKA_SENSITIVE, true).flag(CKA_EXTRACTABLE, false);
  out.flag(CKA_ENCRYPT, true).flag(CKA_DECRYPT, true);
  return out;
}
}  // namespace

Template secret_template(const std::string& alias) {
  Template out = secret_described(alias);
  out.number(CKA_VALUE_LEN, secret_bytes);
  return out;
}

Template secret_template(const std::string& alias, std::span<const std::byte> secret) {
  Template out = secret_described(alias);
  out.bytes(CKA_VALUE, {reinterpret_cast<const char*>(secret.data()), secret.size()});
  return out;
}

Expected<Template, Errc> certificate_template(const std::string& alias,
                                              const crypto::Certificate& certificate) {
  const std::string& der = certificate.der();
  const unsigned char* at = crypto::bytes_of(std::string_view{der});
  const OwnedX509 x509{d2i_X509(nullptr, &at, static_cast<long>(der.size()))};
  if (!x509) return Errc::failed;
  Template out;
  out.number(CKA_CLASS, CKO_CERTIFICATE).number(CKA_CERTIFICATE_TYPE, CKC_X_509);
  out.flag(CKA_TOKEN, true).flag(CKA_PRIVATE, false).alias(alias);
  out.bytes(CKA_SUBJECT, der_of(X509_get_subject_name(x509.get()), i2d_X509_NAME));
  out.bytes(CKA_ISSUER, der_of(X509_get_issuer_name(x509.get()), i2d_X509_NAME));
  out.bytes(CKA_SERIAL_NUMBER, der_of(X509_get0_serialNumber(x509.get()), i2d_ASN1_INTEGER));
  out.bytes(CKA_VALUE, der);
  return out;
}

CK_RV read_spki(const Session& session, const std::string& alias, CK_OBJECT_HANDLE private_key,
                std::string& spki) {
  spki.clear();
  CK_RV rv = spki_of_object(session, private_key, spki);
  Handles found;
  if (rv == CKR_OK && spki.empty()) rv = find_alias(session, CKO_PUBLIC_KEY, alias, found);
  if (rv == CKR_OK && !found.empty()) rv = spki_of_object(session, found.front(), spki);
  found.clear();
  if (rv == CKR_OK && spki.empty()) rv = find_alias(session, CKO_CERTIFICATE, alias, found);
  if (rv == CKR_OK && !found.empty()) rv = spki_of_certificate(session, found.front(), spki);
  return rv;
}
}  // namespace keystore::pkcs11
