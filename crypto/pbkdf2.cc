// crypto/pbkdf2.cc: the library's PBKDF2 within our bounds.
#include "crypto/pbkdf2.h"

#include <openssl/err.h>

#include "crypto/openssl_handles.h"

namespace crypto {
Expected<SecureBytes, Errc> pbkdf2_sha512(const Pbkdf2Input& input, size_t bytes) {
  if (input.iterations == 0 || input.iterations > pbkdf2_iterations_max) return Errc::bad_input;
  if (bytes == 0 || bytes > pbkdf2_bytes_max) return Errc::bad_input;
  SecureBytes key(bytes);
  // The library reads a null PIN as a missing one; an empty one needs an address.
  const char* const pin = input.pin.empty() ? "" : input.pin.data();
  if (PKCS5_PBKDF2_HMAC(pin, static_cast<int>(input.pin.size()), bytes_of(input.salt),
                        static_cast<int>(input.salt.size()), static_cast<int>(input.iterations),
                        EVP_sha512(), static_cast<int>(bytes), bytes_of(key.span())) == 1) {
    return key;
  }
  ERR_clear_error();
  return Errc::internal;
}
}  // namespace crypto
