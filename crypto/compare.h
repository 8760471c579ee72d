// crypto/compare.h: comparing secrets.
#pragma once
#include <string_view>

namespace crypto {
/// Whether `a` and `b` are the same bytes, in a time that depends on the length alone. Lengths are
/// not secret: different lengths answer false at once.
bool equal_constant_time(std::string_view a, std::string_view b) noexcept;
}  // namespace crypto
