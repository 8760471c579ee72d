// http/startup/outbox_command.h: `idkernel outbox`: looking after the messages of a running server,
// or of a stopped one.
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

/// Orders it of the server that runs on the data directory, or else opens that itself. Answers the
/// exit code: exit_fault when an id names no message, or one that is on its way at present.
int outbox(const Arguments& arguments, const OutboxOrder& order);
}  // namespace startup
