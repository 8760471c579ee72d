// actors/keymanager/key_splitter.h: what stands between an encrypted key and what it encrypts.
#pragma once
#include <string_view>

namespace keymanager {
/// mosip.kernel.data-key-splitter; always split at its first occurrence (keys sheet 3).
inline constexpr std::string_view key_splitter = "#KEY_SPLITTER#";
}  // namespace keymanager
