// crypto/base64.h: both alphabets of RFC 4648. Decoding is strict: one text per value.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace crypto {
/// Alphabet with - and _, without padding (RFC 7515's BASE64URL).
std::string base64url_encode(std::string_view bytes);
/// Nothing when `text` holds padding, white space, a foreign character, an impossible length or
/// trailing bits that are not zero.
std::optional<std::string> base64url_decode(std::string_view text);

/// Alphabet with + and /, padded to a multiple of four.
std::string base64_encode(std::string_view bytes);
/// Appends the same to `out`, without a text in between.
void base64_append(std::string& out, std::string_view bytes);
/// Characters of the same.
constexpr size_t base64_chars(size_t bytes) { return (bytes + 2) / 3 * 4; }
/// Nothing when the padding is not exact; else as base64url_decode.
std::optional<std::string> base64_decode(std::string_view text);

/// For requests: either alphabet, with its padding or without, not both in one text. Trailing bits
/// and white space are refused here too. Source: keys sheet 1.5.
std::optional<std::string> base64_decode_any(std::string_view text);
}  // namespace crypto
