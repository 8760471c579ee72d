// crypto/certificate_issue.cc: making certificates, signed by keys that OpenSSL may not hold.
#include <openssl/err.h>
#include <openssl/x509v3.h>

#include "crypto/certificate_handle.h"
#include "crypto/digest.h"
#include "crypto/pkey_handle.h"

namespace crypto {
namespace {
struct ProfileExtensions {
  const char* basic_constraints;
  const char* key_usage;
};

ProfileExtensions extensions_of(Profile profile) {
  switch (profile) {
    case Profile::root:
      return {"critical,CA:TRUE,pathlen:2", "critical,digitalSignature,keyCertSign"};
    case Profile::module:
      return {"critical,CA:TRUE,pathlen:1", "critical,digitalSignature,keyCertSign"};
    case Profile::base:
      return {"critical,CA:FALSE", "critical,keyEncipherment"};
    case Profile::signer:
      return {"critical,CA:FALSE", "critical,digitalSignature"};
    case Profile::partner:
      return {"critical,CA:TRUE", "critical,digitalSignature,keyCertSign"};
    case Profile::partner_auth:
      return {"critical,CA:TRUE", "critical,digitalSignature,keyEncipherment,keyCertSign"};
  }
  return {};
}

using OwnedExtension = Owned<X509_EXTENSION, X509_EXTENSION_free>;

bool add_extension(X509* certificate, int nid, const char* value) {
  X509V3_CTX context{};
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  const OwnedExtension extension{X509V3_EXT_conf_nid(nullptr, &context, nid, value)};
  return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

bool set_serial(X509* certificate, std::string serial) {
  if (serial.size() != 8) return false;
  serial[0] = static_cast<char>(serial[0] & 0x7f);
  const OwnedBignum number{BN_bin2bn(bytes_of(std::string_view{serial}), 8, nullptr)};
  return number && BN_is_zero(number.get()) == 0 &&
         BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr;
}

bool set_time(ASN1_TIME* to, UtcTime time) {
  return ASN1_TIME_set(to, static_cast<time_t>(epoch_seconds(time))) != nullptr;
}

bool set_contents(X509* certificate, const CertificateSpec& spec, const PublicKey& subject_key,
                  const Certificate* issuer) {
  const auto subject = to_x509_name(spec.subject, NameForm::certificate);
  if (!subject || X509_set_version(certificate, X509_VERSION_3) != 1) return false;
  const X509_NAME* signer =
      issuer == nullptr ? subject.get() : X509_get_subject_name(issuer->handle().x509.get());
  const auto [basic_constraints, key_usage] = extensions_of(spec.profile);
  return set_serial(certificate, spec.serial) &&
         X509_set_subject_name(certificate, subject.get()) == 1 &&
         X509_set_issuer_name(certificate, signer) == 1 &&
         set_time(X509_getm_notBefore(certificate), spec.not_before) &&
         set_time(X509_getm_notAfter(certificate), spec.not_after) &&
         X509_set_pubkey(certificate, subject_key.handle().key.get()) == 1 &&
         add_extension(certificate, NID_basic_constraints, basic_constraints) &&
         add_extension(certificate, NID_subject_key_identifier, "hash") &&
         add_extension(certificate, NID_key_usage, key_usage) &&
         add_alternative_names(certificate, spec.alternative_names);
}

std::string to_be_signed_of(X509* certificate) {
  unsigned char* encoded = nullptr;
  const int size = i2d_re_X509_tbs(certificate, &encoded);
  if (size <= 0) return {};
  std::string out{reinterpret_cast<const char*>(encoded), static_cast<size_t>(size)};
  OPENSSL_free(encoded);
  return out;
}
}  // namespace

bool set_algorithm(X509_ALGOR* algorithm, KeyKind kind) {
  const int nid = kind == KeyKind::rsa       ? NID_sha256WithRSAEncryption
                  : kind == KeyKind::ed25519 ? NID_ED25519
                                             : NID_ecdsa_with_SHA256;
  const int parameter = kind == KeyKind::rsa ? V_ASN1_NULL : V_ASN1_UNDEF;
  return X509_ALGOR_set0(algorithm, OBJ_nid2obj(nid), parameter, nullptr) == 1;
}

Expected<std::string, Errc> sign_der(const PrivateKey& key, std::string_view to_be_signed) {
  const KeyKind kind = key.public_key().kind();
  const Scheme scheme = kind == KeyKind::rsa       ? Scheme::pkcs1_sha256
                        : kind == KeyKind::ed25519 ? Scheme::eddsa
                                                   : Scheme::ecdsa_sha256;
  auto signature = key.sign(scheme, to_be_signed);
  if (!signature.ok() || scheme != Scheme::ecdsa_sha256) return signature;
  auto der = der_of_ecdsa(signature.value());
  if (der.empty()) return Errc::internal;
  return der;
}

Expected<Certificate, Errc> issue_certificate(const CertificateSpec& spec,
                                              const PublicKey& subject_key,
                                              const Certificate* issuer,
                                              const PrivateKey& issuer_key) {
  const OwnedX509 certificate{X509_new()};
  if (!certificate) return Errc::internal;
  const bool is_set = set_contents(certificate.get(), spec, subject_key, issuer);
  ERR_clear_error();
  if (!is_set) return Errc::bad_input;

  // The algorithm stands in the part that is signed and again beside the signature. OpenSSL hands
  // both out as const because its own signing sets them; ours may be a token's.
  const ASN1_BIT_STRING* signature_field = nullptr;
  const X509_ALGOR* outer = nullptr;
  X509_get0_signature(&signature_field, &outer, certificate.get());
  const KeyKind kind = issuer_key.public_key().kind();
  if (!set_algorithm(const_cast<X509_ALGOR*>(outer), kind) ||
      !set_algorithm(const_cast<X509_ALGOR*>(X509_get0_tbs_sigalg(certificate.get())), kind))
    return Errc::internal;
  const std::string to_be_signed = to_be_signed_of(certificate.get());
  if (to_be_signed.empty()) return Errc::internal;
  const auto signature = sign_der(issuer_key, to_be_signed);
  if (!signature.ok()) return signature.error();
  auto* field = const_cast<ASN1_BIT_STRING*>(signature_field);
  if (ASN1_STRING_set(field, signature.value().data(),
                      static_cast<int>(signature.value().size())) != 1)
    return Errc::internal;
  field->flags = (field->flags & ~0x07L) | ASN1_STRING_FLAG_BITS_LEFT;  // no unused bits
  auto made = Certificate::from_der(der_of(certificate.get()));
  if (!made.ok()) return Errc::internal;
  return made;
}
}  // namespace crypto
