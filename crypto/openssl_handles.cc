// crypto/openssl_handles.cc: the algorithms, fetched once for the life of the process.
#include "crypto/openssl_handles.h"

#include <cstdlib>
#include <string>

#include "actors/base/log.h"

namespace crypto {
void die(std::string_view what) {
  logging::error("OpenSSL failed, the process ends: " + std::string(what));
  std::abort();
}

template <class Algorithm>
static Algorithm* or_die(Algorithm* algorithm, std::string_view name) {
  if (algorithm == nullptr) die("no algorithm " + std::string(name));
  return algorithm;
}

EVP_MD* sha256_algorithm() {
  static EVP_MD* const fetched = or_die(EVP_MD_fetch(nullptr, "SHA256", nullptr), "SHA256");
  return fetched;
}

EVP_MAC* hmac_algorithm() {
  static EVP_MAC* const fetched = or_die(EVP_MAC_fetch(nullptr, "HMAC", nullptr), "HMAC");
  return fetched;
}

EVP_CIPHER* aes_256_gcm_algorithm() {
  static EVP_CIPHER* const fetched =
      or_die(EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr), "AES-256-GCM");
  return fetched;
}
}  // namespace crypto
