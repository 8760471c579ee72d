// actors/keymanager/key_record.h: a key version as it is stored.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "actors/keymanager/key_version.h"

namespace keymanager {
/// Where a version is stored, relative to the owner: `V`, then the alias.
inline constexpr std::string_view key_record_prefix = "V";
std::string key_record_key(std::string_view alias);

std::string encoded(const KeyVersion& version);
/// Nothing for a record that no version of this program wrote.
std::optional<KeyVersion> decoded(std::string_view alias, std::string_view record);
}  // namespace keymanager
