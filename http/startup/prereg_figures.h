// http/startup/prereg_figures.h: what metrics and health tell of pre-registration's configuration.
#pragma once
#include <memory>
#include <vector>

#include "http/collected.h"
#include "http/management.h"
#include "http/prereg/prereg_settings.h"

namespace startup {
/// idkernel_prereg_config_reloads_total and idkernel_prereg_config_reload_failures_total.
std::vector<http::Figures> prereg_figures(const std::shared_ptr<const http::PreregBoard>& board);

/// A warning, with the reason, while the last reading of the files failed.
http::Health prereg_health(const http::PreregBoard& board);
}  // namespace startup
