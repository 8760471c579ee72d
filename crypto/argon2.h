// crypto/argon2.h: password hashes with Argon2id (RFC 9106), kept as PHC strings.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "actors/base/random.h"
#include "crypto/errc.h"

namespace crypto {
/// Costs of one hash. The defaults (19 MiB, two passes: OWASP's first choice) take about 50 ms.
struct Argon2Params {
  uint32_t memory_kib = 19456;
  uint32_t iterations = 2;
  uint32_t parallelism = 1;
};

/// What verify_password is willing to spend, so that a foreign PHC string cannot buy more; also the
/// bound of what hash_password makes.
inline constexpr Argon2Params argon2_max{.memory_kib = 65536, .iterations = 10, .parallelism = 4};
inline constexpr size_t password_bytes_max = 1024;
inline constexpr size_t argon2_salt_bytes = 16;
inline constexpr size_t argon2_hash_bytes = 32;

/// $argon2id$v=19$m=..,t=..,p=..$salt$hash with the given salt of 8 to 64 bytes.
/// Errors: bad_input (params, salt or password out of bounds), internal (no memory).
Expected<std::string, Errc> hash_password(std::string_view password, std::string_view salt,
                                          const Argon2Params& params = {});
/// The same with a salt of argon2_salt_bytes drawn from `random`.
Expected<std::string, Errc> hash_password(std::string_view password, ::Random& random,
                                          const Argon2Params& params = {});

/// The argon2_hash_bytes of the hash alone, for callers with a format of their own (the key
/// manager's generateArgon2Hash). Errors: as hash_password.
Expected<std::string, Errc> argon2id_raw(std::string_view input, std::string_view salt,
                                         const Argon2Params& params);

/// Whether `phc` is an Argon2id hash of `password`. False also when it is no such string or asks
/// for more than argon2_max; only a well-formed string costs time.
bool verify_password(std::string_view phc, std::string_view password);
}  // namespace crypto
