// actors/cryptomanager/pin.h: data locked with a PIN (keys sheet 3.4).
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "actors/base/random.h"
#include "actors/base/result.h"

namespace cryptomanager {
inline constexpr size_t pin_salt_bytes = 32;
inline constexpr size_t pin_nonce_bytes = 12;

struct PinText {
  std::string_view pin;
  std::string_view text;
};

/// base64url of salt, nonce, ciphertext and tag. Blocks for the time of `iterations`, about 100 ms
/// at 100,000. Errors: crypto_internal.
Result<std::string> lock_with_pin(const PinText& input, uint32_t iterations, ::Random& random);

/// The bytes that lock_with_pin was given, or of whoever else knows the PIN. Errors:
/// crypto_data_invalid when the text is no base64; crypto_corrupted for everything else, a wrong
/// PIN first of all.
Result<std::string> unlock_with_pin(const PinText& input, uint32_t iterations);
}  // namespace cryptomanager
