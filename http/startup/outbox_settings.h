// http/startup/outbox_settings.h: the settings of messages and their delivery. Part of settings.cc.
#pragma once
#include "http/startup/settings.h"

namespace startup {
/// Appends to `problems` what the values cannot do: a provider without its address, a pattern that
/// is none, a template that cannot be read. `dev`: what would be thrown away is captured.
void outbox_settings(const config::Config& config, bool dev, OutboxSettings& out,
                     std::vector<std::string>& problems);
}  // namespace startup
