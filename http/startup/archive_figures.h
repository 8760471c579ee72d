// http/startup/archive_figures.h: what metrics tell of the audit archive.
#pragma once
#include <vector>

#include "http/collected.h"
#include "http/startup/services.h"

namespace startup {
/// idkernel_audit_*. `services` outlives what is returned.
std::vector<http::Figures> archive_figures(const Services& services);
}  // namespace startup
