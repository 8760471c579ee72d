// http/console_options.h: the command line of `idkernel identity`, `user`, `client` and `prereg`.
#pragma once
#include <CLI/CLI.hpp>
#include <functional>

#include "http/startup/arguments.h"
#include "http/startup/console_command.h"

/// Adds the four commands to `app`, each with its subcommands; `add_store` adds to a subcommand
/// what names the store. Once the line is parsed, `order.op` is empty unless one of them was given.
void add_console(CLI::App& app, startup::ConsoleOrder& order,
                 const std::function<void(CLI::App&)>& add_store);
