// crypto/digest.h: SHA-256, SHA-1, HMAC-SHA-256 (RFC 2104) and HKDF-SHA-256 (RFC 5869).
#pragma once
#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "crypto/errc.h"
#include "crypto/secure_bytes.h"

namespace crypto {
using Sha256 = std::array<std::byte, 32>;

/// A failing library ends the process (these cannot fail otherwise).
Sha256 sha256(std::string_view message);
/// The 20 raw bytes of SHA-1: for identifiers that others made with it (uni_ident, the thumbprint
/// of the certificate store), never for a signature.
std::string sha1(std::string_view message);
Sha256 hmac_sha256(std::string_view key, std::string_view message);

/// What HKDF derives from: `key` is the input key material, `info` says what the result is for.
struct HkdfInput {
  std::string_view key;
  std::string_view salt;
  std::string_view info;
};
inline constexpr size_t hkdf_bytes_max = size_t{255} * 32;

/// `bytes` of key material. Errors: bad_input when `bytes` is 0 or above hkdf_bytes_max.
Expected<SecureBytes, Errc> hkdf_sha256(const HkdfInput& input, size_t bytes);

/// The bytes as text, so that a digest can be a key or be compared.
inline std::string_view view_of(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Two hexadecimal digits per byte.
std::string hex_upper(std::span<const std::byte> bytes);
std::string hex_lower(std::span<const std::byte> bytes);
}  // namespace crypto
