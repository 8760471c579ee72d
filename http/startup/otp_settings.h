// http/startup/otp_settings.h: the settings of one-time codes. Part of settings.cc.
#pragma once
#include "http/startup/settings.h"

namespace startup {
/// Rules and wire form of one-time codes. Appends to `problems` what the values cannot do together;
/// a fixed code is one of them unless `dev`.
void otp_settings(const config::Config& config, bool dev, OtpSettings& out,
                  std::vector<std::string>& problems);
}  // namespace startup
