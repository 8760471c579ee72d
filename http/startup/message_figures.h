// http/startup/message_figures.h: what metrics and health tell of messages and their providers.
#pragma once
#include <vector>

#include "http/collected.h"
#include "http/management.h"
#include "http/startup/services.h"

namespace startup {
/// idkernel_outbox_*, by channel. `services` outlives what is returned.
std::vector<http::Figures> message_figures(const Services& services);

/// One part a channel: a provider that is left alone for a while is a warning, never more; messages
/// wait for it.
std::vector<http::Health> provider_health(const std::vector<WatchedProvider>& providers);
}  // namespace startup
