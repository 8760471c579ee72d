// http/console/outbox_line.h: a message of the outbox as operators read it.
#pragma once
#include <string>

#include "actors/outbox/outbox_state.h"

namespace console {
/// id, channel, state, failures, last failure, provider's answer, queued, due (kept: until), with
/// tabs between; nothing personal.
std::string outbox_line(const outbox::Listed& row);
}  // namespace console
