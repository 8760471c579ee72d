// http/startup/console_command.h: `idkernel identity`, `user`, `client` and `prereg`: orders to a
// running server, or to the store of a stopped one.
#pragma once
#include <string>
#include <vector>

#include "http/startup/arguments.h"

namespace startup {
/// One order, as the command line has it.
struct ConsoleOrder {
  std::string op;       ///< "user add"
  std::string subject;  ///< a UIN, or the name of a user or client; "-": a line of standard input
  std::string file;     ///< identity import
  std::string status;   ///< identity set-status
  std::string realm = "mosip";
  std::string first_name, last_name, display_name, mail, mobile, language;
  std::vector<std::string> roles, app_ids, grant, withdraw;
  bool no_password = false;   ///< user add
  bool given_secret = false;  ///< client add, set-secret: it is asked for in place of made
};

/// Passwords and given secrets come from standard input: asked for twice at a terminal, else its
/// first line. Answers the exit code: exit_fault when the order was refused or a line of an import
/// was bad.
int run_console(const Arguments& arguments, const ConsoleOrder& order);
}  // namespace startup
