// tests/fuzz/raw_sign_fuzz.cc: any bytes as what signRawData is asked to sign: what OpenSSL takes
// for the signed part of a certificate or of a revocation list must be refused, however it is
// encoded. Others, and we ourselves, judge certificates by that library, so it is asked here.
#include <openssl/err.h>
#include <openssl/x509.h>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "actors/signature/raw_sign.h"
#include "crypto/openssl_handles.h"

namespace {
using Certificate = crypto::Owned<X509, X509_free>;
using List = crypto::Owned<X509_CRL, X509_CRL_free>;

/// sha256WithRSAEncryption, and a signature of one byte: reading looks at neither.
constexpr std::string_view algorithm_and_signature{
    "\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b\x05\x00\x03\x02\x00\x01", 19};

/// `part` as the first of the three members of a certificate or list.
std::string with_signature(std::string_view part) {
  const size_t size = part.size() + algorithm_and_signature.size();
  std::string whole{"\x30\x84"};
  for (int shift = 24; shift >= 0; shift -= 8) whole += static_cast<char>(size >> shift & 0xff);
  return whole.append(part).append(algorithm_and_signature);
}

/// Whether `decode` reads all of `der`.
template <class OwnedObject, class Decode>
bool is_read(std::string_view der, Decode decode) {
  const auto* at = crypto::bytes_of(der);
  const OwnedObject object{decode(nullptr, &at, static_cast<long>(der.size()))};
  ERR_clear_error();
  return object != nullptr && at == crypto::bytes_of(der) + der.size();
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view part{reinterpret_cast<const char*>(data), size};
  const std::string whole = with_signature(part);
  const bool is_part = is_read<Certificate>(whole, d2i_X509) || is_read<List>(whole, d2i_X509_CRL);
  if (is_part && !signature::begins_as_certificate(part)) std::abort();
  return 0;
}
