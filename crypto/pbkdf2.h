// crypto/pbkdf2.h: PBKDF2 with HMAC-SHA-512 (RFC 8018), which turns a PIN into a key.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "crypto/errc.h"
#include "crypto/secure_bytes.h"

namespace crypto {
inline constexpr uint32_t pbkdf2_iterations_max = 10'000'000;
inline constexpr size_t pbkdf2_bytes_max = 1024;

/// What a key is derived from. `pin` may hold any bytes.
struct Pbkdf2Input {
  std::string_view pin;
  std::string_view salt;
  uint32_t iterations = 100'000;
};

/// `bytes` of key material, about 100 ms of work for 100,000 iterations: actors send it to the
/// crypto pool. Errors: bad_input (iterations or bytes of 0 or above their bound), internal.
Expected<SecureBytes, Errc> pbkdf2_sha512(const Pbkdf2Input& input, size_t bytes);
}  // namespace crypto
