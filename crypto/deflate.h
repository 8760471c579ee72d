// crypto/deflate.h: raw DEFLATE (RFC 1951), which JWE calls DEF.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace crypto {
/// Longer texts than this are not compressed: see jwe.h, which reads none either.
inline constexpr size_t deflate_bytes_max = size_t{16} << 20;

/// Nothing when the library refuses (memory) or `bytes` is above deflate_bytes_max.
std::optional<std::string> deflate_raw(std::string_view bytes);
/// Nothing when `bytes` is no whole stream, has bytes after it, or gives more than `bytes_max`.
/// Never holds more than about twice `bytes_max`.
std::optional<std::string> inflate_raw(std::string_view bytes, size_t bytes_max);
}  // namespace crypto
