// http/startup/server.h: the whole server, from arguments to exit code.
#pragma once
#include "http/startup/arguments.h"

namespace startup {
/// Runs until SIGTERM or SIGINT, then drains and stops; SIGHUP reloads certificates and has a
/// refused PIN tried once more. Prints on standard output, line by line, where it listens and then
/// "ready". Answers the process's exit code; what is wrong is on standard error.
int serve(const Arguments& arguments);

/// Prints what is wrong with a configuration and with the files it names (master key, TLS), and
/// which keys are unknown. exit_config when a server would not start with it.
int check_config(const Arguments& arguments);
}  // namespace startup
