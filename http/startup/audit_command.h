// http/startup/audit_command.h: `idkernel audit`: looking after the audit trail of a running
// server, or of a stopped one.
#pragma once
#include <string>
#include <vector>

#include "http/startup/arguments.h"

namespace startup {
/// What `idkernel audit verify` was told.
struct AuditVerify {
  bool heads = false;   ///< a line for each chain that is whole: where it ends, and with what hash
  std::string against;  ///< a file with such lines, printed earlier: they must be on the chains
};

/// Walks every chain of every service, or has the running server do so. Prints one line for each
/// chain that is broken (service, partition, sequence, where it lies, what is wrong) and how many
/// records are in order. Answers exit_ok, exit_fault when a chain is broken, or that of what kept
/// it from looking.
int verify_audit(const Arguments& arguments, const AuditVerify& order);

/// What `idkernel audit export` was told.
struct AuditExport {
  std::string from, to;              ///< a time of the wire or a day; empty: no bound
  std::vector<std::string> filters;  ///< member=value
  std::string file;                  ///< empty: standard output
};

/// Prints the records, read here or by the running server, one JSON object a line, by time; their
/// number goes to standard error. Answers exit_ok, exit_usage when the order cannot be read,
/// exit_fault when a record cannot.
int export_audit(const Arguments& arguments, const AuditExport& order);
}  // namespace startup
