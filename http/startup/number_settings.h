// http/startup/number_settings.h: the settings of the id services. Part of settings.cc.
#pragma once
#include "http/startup/settings.h"

namespace startup {
/// Fills in UIN, PRID, VID, RID and token id, and says what their values cannot do together
/// (DECISIONS 13).
void number_settings(const config::Config& config, Settings& out,
                     std::vector<std::string>& problems);
}  // namespace startup
