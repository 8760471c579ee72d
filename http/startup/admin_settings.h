// http/startup/admin_settings.h: the settings of the admin service. Part of settings.cc.
#pragma once
#include "http/startup/settings.h"

namespace startup {
/// The longest blocklist or file of cards.
inline constexpr size_t admin_file_bytes_max = size_t{64} << 20;

/// Password policy, sign-in factors, cards, registration. Appends to `problems` what the values
/// cannot do, and files that cannot be read.
void admin_settings(const config::Config& config, AdminSettings& out,
                    std::vector<std::string>& problems);
}  // namespace startup
