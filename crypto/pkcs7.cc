// crypto/pkcs7.cc: a SignedData whose only content is certificates.
#include "crypto/pkcs7.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs7.h>

#include <algorithm>

#include "crypto/certificate_handle.h"

namespace crypto {
namespace {
using OwnedPkcs7 = Owned<PKCS7, PKCS7_free>;

OwnedPkcs7 parse(std::string_view text) {
  if (text.starts_with("-----BEGIN")) {
    const OwnedBio in{BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))};
    const auto no_password = [](char*, int, int, void*) { return -1; };
    return OwnedPkcs7{PEM_read_bio_PKCS7(in.get(), nullptr, no_password, nullptr)};
  }
  const auto* at = bytes_of(text);
  OwnedPkcs7 parsed{d2i_PKCS7(nullptr, &at, static_cast<long>(text.size()))};
  return at == bytes_of(text) + text.size() ? std::move(parsed) : OwnedPkcs7{};
}

OwnedPkcs7 list_of(std::span<const Certificate> certificates) {
  OwnedPkcs7 list{PKCS7_new()};
  if (!list || PKCS7_set_type(list.get(), NID_pkcs7_signed) != 1 ||
      PKCS7_content_new(list.get(), NID_pkcs7_data) != 1)
    return {};
  PKCS7_set_detached(list.get(), 1);
  for (const Certificate& certificate : certificates)
    if (PKCS7_add_certificate(list.get(), certificate.handle().x509.get()) != 1) return {};
  return list;
}
}  // namespace

Expected<std::string, Errc> pkcs7_of_certificates(std::span<const Certificate> certificates) {
  const auto list = list_of(certificates);
  std::string der(list ? static_cast<size_t>(std::max(0, i2d_PKCS7(list.get(), nullptr))) : 0,
                  '\0');
  auto* out = bytes_of(der);
  if (der.empty() || i2d_PKCS7(list.get(), &out) <= 0) return Errc::internal;
  return der;
}

Expected<std::string, Errc> pkcs7_pem_of_certificates(std::span<const Certificate> certificates) {
  const auto list = list_of(certificates);
  const OwnedBio out{BIO_new(BIO_s_mem())};
  if (!list || !out || PEM_write_bio_PKCS7(out.get(), list.get()) != 1) return Errc::internal;
  return text_of(out.get());
}

Expected<std::vector<Certificate>, Errc> certificates_of_pkcs7(std::string_view text) {
  if (text.size() > pkcs7_certificates_max * Certificate::bytes_max) return Errc::bad_input;
  const OwnedPkcs7 list = parse(text);
  ERR_clear_error();
  if (!list || PKCS7_type_is_signed(list.get()) == 0 || list->d.sign == nullptr)
    return Errc::bad_input;
  STACK_OF(X509)* stack = list->d.sign->cert;
  const int count = stack == nullptr ? 0 : sk_X509_num(stack);
  if (count > static_cast<int>(pkcs7_certificates_max)) return Errc::bad_input;
  std::vector<Certificate> out;
  out.reserve(static_cast<size_t>(count));
  for (int i = 0; i < count; ++i) {
    auto certificate = Certificate::from_der(der_of(sk_X509_value(stack, i)));
    if (!certificate.ok()) return Errc::bad_input;
    out.push_back(std::move(certificate).value());
  }
  return out;
}
}  // namespace crypto
