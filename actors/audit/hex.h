// actors/audit/hex.h: hashes as text: two capital hexadecimal digits a byte.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace audit {
std::string hex_of(std::string_view raw);
/// Nothing for a text that hex_of does not write.
std::optional<std::string> raw_of_hex(std::string_view text);
}  // namespace audit
