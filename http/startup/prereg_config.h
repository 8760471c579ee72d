// http/startup/prereg_config.h: where pre-registration's settings are read, and read again.
#pragma once
#include <string>
#include <vector>

#include "actors/base/config.h"
#include "http/prereg/prereg_settings.h"
#include "http/startup/arguments.h"

namespace startup {
/// Reads the file of idkernel.prereg.config-file, or the one built in, and what the command line's
/// layers say of its keys (prereg_config.cc); the board reads all of it again when it is asked to.
/// Appends to `problems` what is wrong; there is no board then.
void prereg_config(const config::Config& config, const Arguments& arguments, http::Prereg& out,
                   std::vector<std::string>& problems);

/// The layers of a command's configuration.
config::Sources sources_of(const Arguments& arguments);
}  // namespace startup
