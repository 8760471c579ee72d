// crypto/csr.h: certificate signing requests (PKCS#10).
#pragma once
#include <string>
#include <string_view>

#include "crypto/certificate.h"

namespace crypto {
/// PEM "CERTIFICATE REQUEST" without attributes, signed by `key`: RSA with SHA-256, ECDSA with
/// SHA-256 or Ed25519 (keys sheet 2.6). Errors: those of PrivateKey::sign; bad_input as of
/// issue_certificate.
Expected<std::string, Errc> make_csr(const Name& subject, const PrivateKey& key);

struct Csr {
  Name subject;
  PublicKey public_key;
};
/// Of PEM, its own signature checked. Errors: bad_input, bad_key, verification_failed.
Expected<Csr, Errc> parse_csr(std::string_view pem);
}  // namespace crypto
