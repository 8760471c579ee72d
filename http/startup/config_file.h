// http/startup/config_file.h: files that settings name.
#pragma once
#include <string>
#include <vector>

namespace startup {
/// The longest file that a setting may name.
inline constexpr size_t config_file_bytes_max = size_t{64} << 20;

/// The text of `file`, which the setting `key` names; a problem, and nothing, when it cannot be
/// read or is longer than config_file_bytes_max.
std::string config_file_text(const char* key, const std::string& file,
                             std::vector<std::string>& problems);
}  // namespace startup
