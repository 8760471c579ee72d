// crypto/argon2.cc: the reference library does the hashing; the PHC string is ours, so that its
// costs are checked before any memory is taken.
#include "crypto/argon2.h"

#include <argon2.h>

#include <array>
#include <charconv>
#include <optional>

#include "crypto/base64.h"
#include "crypto/compare.h"
#include "crypto/digest.h"

namespace crypto {
namespace {
constexpr size_t salt_bytes_min = 8;
constexpr size_t salt_bytes_max = 64;
using Hash = std::array<std::byte, argon2_hash_bytes>;

/// What a PHC string says.
struct Phc {
  Argon2Params params;
  std::string salt;
  std::string hash;
};

bool in_bounds(const Argon2Params& params) {
  return params.parallelism >= 1 && params.parallelism <= argon2_max.parallelism &&
         params.iterations >= 1 && params.iterations <= argon2_max.iterations &&
         params.memory_kib >= 8 * params.parallelism && params.memory_kib <= argon2_max.memory_kib;
}

std::optional<Errc> compute(std::string_view password, std::string_view salt,
                            const Argon2Params& params, Hash& out) {
  if (!in_bounds(params) || password.size() > password_bytes_max || salt.size() < salt_bytes_min ||
      salt.size() > salt_bytes_max) {
    return Errc::bad_input;
  }
  if (argon2id_hash_raw(params.iterations, params.memory_kib, params.parallelism, password.data(),
                        password.size(), salt.data(), salt.size(), out.data(),
                        out.size()) != ARGON2_OK) {
    return Errc::internal;
  }
  return std::nullopt;
}

// The PHC format uses the standard alphabet without padding.
std::string unpadded(std::string_view bytes) {
  std::string text = base64_encode(bytes);
  while (text.ends_with('=')) text.pop_back();
  return text;
}

std::optional<std::string> from_unpadded(std::string_view text) {
  std::string padded(text);
  if (padded.ends_with('=')) return std::nullopt;
  padded.append((4 - padded.size() % 4) % 4, '=');
  return base64_decode(padded);
}

bool take(std::string_view& rest, std::string_view expected) {
  if (!rest.starts_with(expected)) return false;
  rest.remove_prefix(expected.size());
  return true;
}

bool take(std::string_view& rest, uint32_t& number) {
  const char* const end = rest.data() + rest.size();
  const auto [after, error] = std::from_chars(rest.data(), end, number);
  if (error != std::errc{} || (rest.front() == '0' && after - rest.data() > 1)) return false;
  rest = {after, end};
  return true;
}

std::optional<Phc> parsed(std::string_view rest) {
  constexpr size_t phc_chars_max = 256;
  Phc phc;
  if (rest.size() > phc_chars_max || !take(rest, "$argon2id$v=19$m=") ||
      !take(rest, phc.params.memory_kib) || !take(rest, ",t=") ||
      !take(rest, phc.params.iterations) || !take(rest, ",p=") ||
      !take(rest, phc.params.parallelism) || !take(rest, "$")) {
    return std::nullopt;
  }
  const size_t dollar = rest.find('$');
  if (dollar == std::string_view::npos) return std::nullopt;
  const auto salt = from_unpadded(rest.substr(0, dollar));
  const auto hash = from_unpadded(rest.substr(dollar + 1));
  if (!salt || !hash || hash->size() != argon2_hash_bytes) return std::nullopt;
  phc.salt = *salt;
  phc.hash = *hash;
  return phc;
}
}  // namespace

Expected<std::string, Errc> hash_password(std::string_view password, std::string_view salt,
                                          const Argon2Params& params) {
  Hash hash;
  if (const auto fault = compute(password, salt, params, hash)) return *fault;
  return "$argon2id$v=19$m=" + std::to_string(params.memory_kib) +
         ",t=" + std::to_string(params.iterations) + ",p=" + std::to_string(params.parallelism) +
         "$" + unpadded(salt) + "$" + unpadded(view_of(hash));
}

Expected<std::string, Errc> hash_password(std::string_view password, ::Random& random,
                                          const Argon2Params& params) {
  std::array<std::byte, argon2_salt_bytes> salt;
  random.fill(salt);
  return hash_password(password, view_of(salt), params);
}

Expected<std::string, Errc> argon2id_raw(std::string_view input, std::string_view salt,
                                         const Argon2Params& params) {
  Hash hash;
  if (const auto fault = compute(input, salt, params, hash)) return *fault;
  return std::string(view_of(hash));
}

bool verify_password(std::string_view phc, std::string_view password) {
  const auto expected = parsed(phc);
  Hash hash;
  if (!expected || compute(password, expected->salt, expected->params, hash)) return false;
  return equal_constant_time(view_of(hash), expected->hash);
}
}  // namespace crypto
