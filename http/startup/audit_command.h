// http/startup/audit_command.h: `idkernel audit`: looking after the audit trail of a stopped
// server.
#pragma once
#include "http/startup/arguments.h"

namespace startup {
/// Walks every chain of the store. Prints one line for each chain that is broken (partition,
/// sequence, what is wrong) and how many records are in order. Answers exit_ok, exit_fault when a
/// chain is broken, or that of what kept it from looking.
int verify_audit(const Arguments& arguments);
}  // namespace startup
