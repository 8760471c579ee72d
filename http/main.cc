// http/main.cc: the command line.
#include <CLI/CLI.hpp>

#include "http/startup/server.h"
#include "http/startup/version.h"

namespace {
void add_common(CLI::App& command, startup::Arguments& arguments) {
  command.add_flag("--dev", arguments.dev, "development: sample identities, loopback only");
  command.add_option("--data-dir", arguments.data_dir, "directory of the store");
  command.add_option("--listen", arguments.listen, "address of the API, HOST:PORT");
  command.add_option("--management", arguments.management,
                     "address of health and metrics, HOST:PORT");
  command.add_option("--config", arguments.config_files, "a .properties file; later ones win");
  command.add_option("--set", arguments.sets, "KEY=VALUE, wins over files and environment");
  command.add_option("--bootstrap", arguments.bootstrap, "users and clients for a new store, JSON");
}
}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"idkernel: the identity kernel of a nation in one server"};
  app.set_version_flag("--version", std::string{"idkernel "} + startup::version);
  app.require_subcommand(1);
  startup::Arguments arguments;
  CLI::App& serve = *app.add_subcommand("serve", "run the server");
  CLI::App& check = *app.add_subcommand("check-config", "say what is wrong with a configuration");
  add_common(serve, arguments);
  add_common(check, arguments);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? startup::exit_ok : startup::exit_usage;
  }
  return serve.parsed() ? startup::serve(arguments) : startup::check_config(arguments);
}
