// crypto/pkcs7.h: lists of certificates in a PKCS#7 SignedData without signers.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/certificate.h"

namespace crypto {
/// DER, certificates in the given order. Errors: internal.
Expected<std::string, Errc> pkcs7_of_certificates(std::span<const Certificate> certificates);

/// The same as PEM "PKCS7".
Expected<std::string, Errc> pkcs7_pem_of_certificates(std::span<const Certificate> certificates);

/// From DER or from PEM "PKCS7". Errors: bad_input, also above `certificates_max`.
constexpr size_t pkcs7_certificates_max = 32;
Expected<std::vector<Certificate>, Errc> certificates_of_pkcs7(std::string_view text);
}  // namespace crypto
