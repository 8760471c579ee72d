// http/startup/device_settings.h: the settings of applicant types and devices. Part of settings.cc.
#pragma once
#include "http/startup/settings.h"

namespace startup {
/// Appends to `problems` what is wrong with the tables, naming line and reason.
void device_settings(const config::Config& config, MasterDataSettings& out,
                     std::vector<std::string>& problems);
}  // namespace startup
