// http/startup/identity_import.h: `idkernel identity import FILE`.
#pragma once
#include <string>

#include "http/startup/console_line.h"

namespace startup {
/// Reads the file line by line, each one entry of identity::parse_entry, and has groups of them
/// kept: memory does not grow with the file. Bad lines are told on standard error by number and
/// reason, and left out; each other line is there in whole or not at all. Ends with totals. Answers
/// the exit code: exit_fault when a line was bad. Throws Problem when the file cannot be read, or
/// when keeping fails: a second import takes up what is missing.
int import_identities(ConsoleLine& line, const std::string& file);
}  // namespace startup
