// crypto/base58.h: base58btc, the Bitcoin alphabet, as multibase writes it.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace crypto {
/// The work grows with the square of the length, so that only short values have a text.
inline constexpr size_t base58_bytes_max = 1024;

/// `z` (multibase's mark of base58btc) and the digits; each leading zero byte is a `1`. Empty when
/// `bytes` is longer than base58_bytes_max.
std::string multibase_base58btc(std::string_view bytes);
}  // namespace crypto
