// crypto/certificate.cc: reading certificates.
#include "crypto/certificate.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <algorithm>

#include "crypto/certificate_handle.h"
#include "crypto/der.h"
#include "crypto/digest.h"
#include "crypto/pkey_handle.h"
#include "crypto/rsa.h"

namespace crypto {
namespace {
/// Half the bits of a digest is what a collision takes, which for SHA-1 is 63 and for SHA-224 112.
constexpr int signature_bits_min = 112;

using OwnedBytes = Owned<unsigned char, [](unsigned char* bytes) { OPENSSL_free(bytes); }>;

UtcTime time_of(const ASN1_TIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return UtcTime{};
  return UtcTime{std::chrono::seconds{timegm(&parts)}};
}

std::string text_of_name(const X509_NAME* name) {
  const OwnedBio out{BIO_new(BIO_s_mem())};
  constexpr unsigned long form =
      XN_FLAG_RFC2253 & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB);
  if (!out || X509_NAME_print_ex(out.get(), name, 0, form) < 0) return {};
  return text_of(out.get());
}

uint32_t hash_of(const X509_NAME* name) {
  int ok = 0;
  const auto hash = static_cast<uint32_t>(X509_NAME_hash_ex(name, nullptr, nullptr, &ok));
  ERR_clear_error();
  return ok == 1 ? hash : 0;
}

bool has_usage(X509* certificate, uint32_t usage) {
  return (X509_get_key_usage(certificate) & usage) != 0;  // all bits where there is no extension
}
}  // namespace

std::string text_of(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return size > 0 ? std::string{data, static_cast<size_t>(size)} : std::string{};
}

std::string der_of(const X509* certificate) {
  std::string der(static_cast<size_t>(std::max(0, i2d_X509(certificate, nullptr))), '\0');
  auto* out = bytes_of(der);
  return i2d_X509(certificate, &out) > 0 ? der : std::string{};
}

Expected<Certificate, Errc> Certificate::from_der(std::string_view der) {
  if (der.size() > bytes_max || !is_der(der)) return Errc::bad_input;
  return from_stored(der);
}

Expected<Certificate, Errc> Certificate::from_stored(std::string_view der) {
  if (der.size() > bytes_max) return Errc::bad_input;
  const auto* in = bytes_of(der);
  OwnedX509 x509{d2i_X509(nullptr, &in, static_cast<long>(der.size()))};
  // Reading the extensions now keeps the certificate unchanged by later questions.
  const bool is_whole = x509 && in == bytes_of(der) + der.size() &&
                        (X509_get_extension_flags(x509.get()) & EXFLAG_INVALID) == 0;
  ERR_clear_error();
  if (!is_whole) return Errc::bad_input;
  std::string thumbprint{view_of(sha256(der))};
  return Certificate{std::make_shared<const CertificateHandle>(
      CertificateHandle{std::move(x509), std::string{der}, std::move(thumbprint)})};
}

Expected<Certificate, Errc> Certificate::from_pem(std::string_view pem) {
  if (pem.size() > 2 * bytes_max) return Errc::bad_input;
  const OwnedBio in{BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))};
  const auto no_password = [](char*, int, int, void*) { return -1; };
  char* found_name = nullptr;
  unsigned char* found = nullptr;
  long size = 0;
  const bool is_read = PEM_bytes_read_bio(&found, &size, &found_name, PEM_STRING_X509, in.get(),
                                          no_password, nullptr) == 1;
  ERR_clear_error();
  if (!is_read) return Errc::bad_input;
  const OwnedBytes der{found};
  OPENSSL_free(found_name);
  return from_der({reinterpret_cast<const char*>(der.get()), static_cast<size_t>(size)});
}

std::string Certificate::pem() const {
  const OwnedBio out{BIO_new(BIO_s_mem())};
  if (!out || PEM_write_bio_X509(out.get(), handle_->x509.get()) != 1) return {};
  return text_of(out.get());
}

const std::string& Certificate::der() const { return handle_->der; }

Expected<PublicKey, Errc> Certificate::public_key() const {
  unsigned char* encoded = nullptr;
  const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(handle_->x509.get()), &encoded);
  if (size <= 0) return Errc::bad_key;
  const OwnedBytes der{encoded};
  return PublicKey::from_spki_der(
      {reinterpret_cast<const char*>(der.get()), static_cast<size_t>(size)});
}

Name Certificate::subject() const {
  return of_x509_name(X509_get_subject_name(handle_->x509.get()));
}
Name Certificate::issuer() const { return of_x509_name(X509_get_issuer_name(handle_->x509.get())); }
std::string Certificate::subject_text() const {
  return text_of_name(X509_get_subject_name(handle_->x509.get()));
}
std::string Certificate::issuer_text() const {
  return text_of_name(X509_get_issuer_name(handle_->x509.get()));
}
uint32_t Certificate::subject_hash() const {
  return hash_of(X509_get_subject_name(handle_->x509.get()));
}
uint32_t Certificate::issuer_hash() const {
  return hash_of(X509_get_issuer_name(handle_->x509.get()));
}
UtcTime Certificate::not_before() const {
  return time_of(X509_get0_notBefore(handle_->x509.get()));
}
UtcTime Certificate::not_after() const { return time_of(X509_get0_notAfter(handle_->x509.get())); }
bool Certificate::is_valid_at(UtcTime now) const {
  return not_before() <= now && now <= not_after();
}
int Certificate::version() const {
  return static_cast<int>(X509_get_version(handle_->x509.get())) + 1;
}

std::string Certificate::serial_hex() const {
  const ASN1_INTEGER* serial = X509_get0_serialNumber(handle_->x509.get());
  std::string bytes(static_cast<size_t>(std::max(0, ASN1_STRING_length(serial))), '\0');
  std::copy_n(ASN1_STRING_get0_data(serial), bytes.size(), bytes_of(bytes));
  return hex_lower(std::as_bytes(std::span{bytes}));
}

const std::string& Certificate::thumbprint() const { return handle_->thumbprint; }
std::string Certificate::sha1_hex() const {
  const std::string digest = sha1(handle_->der);
  return hex_lower(std::as_bytes(std::span{digest}));
}

std::string Certificate::signature_algorithm() const {
  const char* name = OBJ_nid2ln(X509_get_signature_nid(handle_->x509.get()));
  const char* short_name = OBJ_nid2sn(X509_get_signature_nid(handle_->x509.get()));
  if (short_name != nullptr) return short_name;
  return name != nullptr ? name : "";
}

bool Certificate::is_weak() const {
  int bits = 0;
  const bool is_known =
      X509_get_signature_info(handle_->x509.get(), nullptr, nullptr, &bits, nullptr) == 1;
  ERR_clear_error();
  if (!is_known || bits < signature_bits_min) return true;
  const auto key = public_key();
  return key.ok() && key.value().kind() == KeyKind::rsa && key.value().bits() < rsa_bits_min;
}

bool Certificate::has_sha2_signature() const {
  int digest = NID_undef;
  const bool is_known =
      X509_get_signature_info(handle_->x509.get(), &digest, nullptr, nullptr, nullptr) == 1;
  ERR_clear_error();
  return is_known && (digest == NID_sha224 || digest == NID_sha256 || digest == NID_sha384 ||
                      digest == NID_sha512);
}

bool Certificate::is_self_signed() const {
  const bool is_so = X509_self_signed(handle_->x509.get(), 1) == 1;
  ERR_clear_error();
  return is_so;
}

bool Certificate::is_ca() const {
  return (X509_get_extension_flags(handle_->x509.get()) & EXFLAG_CA) != 0;
}
bool Certificate::may_encipher_keys() const {
  return has_usage(handle_->x509.get(), KU_KEY_ENCIPHERMENT);
}
bool Certificate::may_sign() const { return has_usage(handle_->x509.get(), KU_DIGITAL_SIGNATURE); }
bool Certificate::may_issue() const {
  return is_ca() && has_usage(handle_->x509.get(), KU_KEY_CERT_SIGN);
}
bool Certificate::is_signed_by(const PublicKey& key) const {
  const bool is_signed = X509_verify(handle_->x509.get(), key.handle().key.get()) == 1;
  ERR_clear_error();
  return is_signed;
}
bool Certificate::is_signed_by(const Certificate& issuer) const {
  EVP_PKEY* key = X509_get0_pubkey(issuer.handle_->x509.get());
  const bool is_signed = key != nullptr && X509_verify(handle_->x509.get(), key) == 1;
  ERR_clear_error();
  return is_signed;
}
}  // namespace crypto
