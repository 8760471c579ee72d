// http/startup/outbox_command.h: `idkernel outbox`: looking after the messages of a stopped server.
#pragma once
#include <string>
#include <vector>

#include "http/startup/arguments.h"

namespace startup {
enum class OutboxVerb {
  list,   ///< one line a message, the newest first, tab-separated; nothing personal
  retry,  ///< the named ones, or all dead ones, are due at once, as if never tried
  drop,   ///< the named ones, or all dead ones, are forgotten
};

struct OutboxOrder {
  OutboxVerb verb = OutboxVerb::list;
  std::vector<std::string> ids;  ///< as list prints them
  bool all_dead = false;
};

/// Opens the data directory itself; a server that runs on it makes that fail. Answers the exit
/// code: exit_fault when an id names no message.
int outbox(const Arguments& arguments, const OutboxOrder& order);
}  // namespace startup
