// crypto/csr.cc: PKCS#10.
#include "crypto/csr.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include "crypto/certificate_handle.h"
#include "crypto/pkey_handle.h"

namespace crypto {
namespace {
using OwnedRequest = Owned<X509_REQ, X509_REQ_free>;

std::string to_be_signed_of(X509_REQ* request) {
  unsigned char* encoded = nullptr;
  const int size = i2d_re_X509_REQ_tbs(request, &encoded);
  if (size <= 0) return {};
  std::string out{reinterpret_cast<const char*>(encoded), static_cast<size_t>(size)};
  OPENSSL_free(encoded);
  return out;
}
}  // namespace

Expected<std::string, Errc> make_csr(const Name& subject, const PrivateKey& key) {
  const OwnedRequest request{X509_REQ_new()};
  const auto name = to_x509_name(subject, NameForm::csr);
  if (!name) return Errc::bad_input;
  const OwnedBio out{BIO_new(BIO_s_mem())};
  if (!request || !out || X509_REQ_set_version(request.get(), X509_REQ_VERSION_1) != 1 ||
      X509_REQ_set_subject_name(request.get(), name.get()) != 1 ||
      X509_REQ_set_pubkey(request.get(), key.public_key().handle().key.get()) != 1)
    return Errc::internal;
  const std::string to_be_signed = to_be_signed_of(request.get());
  const auto signature = sign_der(key, to_be_signed);
  if (!signature.ok()) return signature.error();

  const OwnedAlgorithm algorithm{X509_ALGOR_new()};
  Owned<ASN1_BIT_STRING, ASN1_BIT_STRING_free> field{ASN1_BIT_STRING_new()};
  if (!algorithm || !field || !set_algorithm(algorithm.get(), key.public_key().kind()) ||
      X509_REQ_set1_signature_algo(request.get(), algorithm.get()) != 1 ||
      ASN1_STRING_set(field.get(), signature.value().data(),
                      static_cast<int>(signature.value().size())) != 1)
    return Errc::internal;
  field->flags = (field->flags & ~0x07L) | ASN1_STRING_FLAG_BITS_LEFT;  // no unused bits
  X509_REQ_set0_signature(request.get(), field.release());
  if (PEM_write_bio_X509_REQ(out.get(), request.get()) != 1) return Errc::internal;
  return text_of(out.get());
}

Expected<Csr, Errc> parse_csr(std::string_view pem) {
  if (pem.size() > 2 * Certificate::bytes_max) return Errc::bad_input;
  const OwnedBio in{BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))};
  const auto no_password = [](char*, int, int, void*) { return -1; };
  const OwnedRequest request{PEM_read_bio_X509_REQ(in.get(), nullptr, no_password, nullptr)};
  ERR_clear_error();
  if (!request) return Errc::bad_input;
  unsigned char* encoded = nullptr;
  const int size = i2d_X509_PUBKEY(X509_REQ_get_X509_PUBKEY(request.get()), &encoded);
  if (size <= 0) return Errc::bad_key;
  const std::string spki{reinterpret_cast<const char*>(encoded), static_cast<size_t>(size)};
  OPENSSL_free(encoded);
  auto key = PublicKey::from_spki_der(spki);
  if (!key.ok()) return Errc::bad_key;
  const bool is_signed = X509_REQ_verify(request.get(), key.value().handle().key.get()) == 1;
  ERR_clear_error();
  if (!is_signed) return Errc::verification_failed;
  return Csr{of_x509_name(X509_REQ_get_subject_name(request.get())), std::move(key).value()};
}
}  // namespace crypto
