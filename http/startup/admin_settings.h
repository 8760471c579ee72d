// http/startup/admin_settings.h: the settings of the admin service. Part of settings.cc.
#pragma once
#include "http/startup/settings.h"

namespace startup {
/// Password policy, sign-in factors, cards, registration. Appends to `problems` what the values
/// cannot do, and files that cannot be read.
void admin_settings(const config::Config& config, AdminSettings& out,
                    std::vector<std::string>& problems);
}  // namespace startup
