// http/main.cc: the command line.
#include <CLI/CLI.hpp>

#include "http/console_options.h"
#include "http/startup/audit_command.h"
#include "http/startup/device_command.h"
#include "http/startup/keys_command.h"
#include "http/startup/outbox_command.h"
#include "http/startup/server.h"
#include "http/startup/version.h"

// jemalloc reads it before main: a thread of its own gives freed pages back to the system, also
// while nothing is asked. A sanitizer brings an allocator of its own, which knows no such name.
extern "C" {
extern const char* malloc_conf;
const char* malloc_conf = "background_thread:true";
}

namespace {
void add_store(CLI::App& command, startup::Arguments& arguments) {
  command.add_flag("--dev", arguments.dev, "development: sample identities, loopback only");
  command.add_option("--data-dir", arguments.data_dir, "directory of the store");
  command.add_option("--config", arguments.config_files, "a .properties file; later ones win");
  command.add_option("--set", arguments.sets, "KEY=VALUE, wins over files and environment");
}

void add_server(CLI::App& command, startup::Arguments& arguments) {
  add_store(command, arguments);
  command.add_option("--listen", arguments.listen, "address of the API, HOST:PORT");
  command.add_option("--management", arguments.management,
                     "address of health and metrics, HOST:PORT");
  command.add_option("--bootstrap", arguments.bootstrap, "users and clients for a new store, JSON");
}

/// A subcommand of `keys` and what it does.
struct KeysCommand {
  const char* name;
  const char* what;
  startup::KeysVerb verb;
  const char* to = nullptr;  ///< what --to names; null: there is no --to
};
constexpr KeysCommand keys_commands[] = {
    {"bootstrap", "make the keys of the boot list", startup::KeysVerb::bootstrap},
    {"list", "one line per key version", startup::KeysVerb::list},
    {"verify", "check every key; exit code 1 when one is at fault", startup::KeysVerb::verify},
    {"forget", "give up a key that the keystore has lost", startup::KeysVerb::forget},
    {"migrate", "copy all private keys into another keystore", startup::KeysVerb::migrate,
     "a .properties file whose mosip.kernel.keymanager.hsm.* name the other keystore"},
    {"export-master", "write the master key into a new file", startup::KeysVerb::export_master,
     "the new file"},
    {"rewrap", "put the store under another master key", startup::KeysVerb::rewrap,
     "a file of mode 0600 with the other master key"},
};

void add_keys(CLI::App& keys, startup::Arguments& arguments) {
  keys.require_subcommand(1);
  for (const KeysCommand& one : keys_commands) {
    CLI::App& command = *keys.add_subcommand(one.name, one.what);
    add_store(command, arguments);
    if (one.to != nullptr) command.add_option("--to", arguments.keys_to, one.to)->required();
    if (one.verb == startup::KeysVerb::migrate)
      command.add_flag("--renew-secrets", arguments.renew_secrets,
                       "make symmetric keys anew that cannot leave their keystore");
    if (one.verb == startup::KeysVerb::list)
      command.add_flag("--orphans", arguments.orphans,
                       "in their place the keystore's aliases that no key has");
    if (one.verb != startup::KeysVerb::forget) continue;
    command.add_option("ALIAS", arguments.alias, "as `keys list` prints it")->required();
    command.add_flag(
        "--lose-data", arguments.lose_data,
        "also when it is current, or other keys or data lie under it: what was encrypted "
        "for it never opens again");
  }
}

/// A subcommand of `outbox` and what it does.
struct OutboxCommand {
  const char* name;
  const char* what;
  startup::OutboxVerb verb;
};
constexpr OutboxCommand outbox_commands[] = {
    {"list", "one line per message, without anything personal", startup::OutboxVerb::list},
    {"retry", "make messages due at once, as if never tried", startup::OutboxVerb::retry},
    {"drop", "forget messages", startup::OutboxVerb::drop},
};

void add_outbox(CLI::App& outbox, startup::Arguments& arguments, startup::OutboxOrder& order) {
  outbox.require_subcommand(1);
  for (const OutboxCommand& one : outbox_commands) {
    CLI::App& command = *outbox.add_subcommand(one.name, one.what);
    add_store(command, arguments);
    if (one.verb == startup::OutboxVerb::list) continue;
    auto* const ids = command.add_option("ID", order.ids, "ids as `outbox list` prints them");
    auto* const all = command.add_flag("--all-dead", order.all_dead, "every dead message");
    ids->excludes(all);
  }
}

CLI::App& add_device_response(CLI::App& app, startup::DeviceResponse& order) {
  CLI::App& command = *app.add_subcommand("verify-device-response",
                                          "check the signed answer to a device's registration");
  command.add_option("--certificate", order.certificate_file, "PEM of the key KERNEL:SIGN")
      ->required();
  command.add_option("RESPONSE", order.response_file, "file with the answer's text; - reads it")
      ->required();
  return command;
}

int run_outbox(const CLI::App& outbox, const startup::Arguments& arguments,
               startup::OutboxOrder& order) {
  for (const OutboxCommand& one : outbox_commands)
    if (outbox.got_subcommand(one.name)) order.verb = one.verb;
  const bool names_none = order.ids.empty() && !order.all_dead;
  if (order.verb != startup::OutboxVerb::list && names_none) return startup::exit_usage;
  return startup::outbox(arguments, order);
}

void add_audit(CLI::App& audit, startup::Arguments& arguments, startup::AuditExport& order,
               startup::AuditVerify& check) {
  audit.require_subcommand(1);
  CLI::App& verify =
      *audit.add_subcommand("verify", "walk every chain; exit code 1 when one is broken");
  add_store(verify, arguments);
  verify.add_flag("--heads", check.heads, "print where each chain ends, to be kept elsewhere");
  verify.add_option("--against", check.against,
                    "a file with heads printed earlier, which must be on the chains still");
  CLI::App& copy = *audit.add_subcommand("export", "print records as JSON lines, by time");
  add_store(copy, arguments);
  copy.add_option("--from", order.from, "the first time, or day: 2026-03-01[T08:15:30.000Z]");
  copy.add_option("--to", order.to, "the time, or day, in front of which to stop");
  copy.add_option("--filter", order.filters,
                  "MEMBER=VALUE, such as eventType=LOGIN; all must hold");
  copy.add_option("--out", order.file, "a new file in place of standard output");
}

int run_keys(const CLI::App& keys, const startup::Arguments& arguments) {
  for (const KeysCommand& one : keys_commands)
    if (keys.got_subcommand(one.name)) return startup::keys(arguments, one.verb);
  return startup::exit_usage;
}
}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"idkernel: the identity kernel of a nation in one server"};
  app.set_version_flag("--version", std::string{"idkernel "} + startup::program_version);
  app.require_subcommand(1);
  startup::Arguments arguments;
  CLI::App& serve = *app.add_subcommand("serve", "run the server");
  CLI::App& check = *app.add_subcommand("check-config", "say what is wrong with a configuration");
  CLI::App& keys = *app.add_subcommand("keys", "look after the keys of a stopped server");
  CLI::App& audit = *app.add_subcommand("audit", "look after the audit trail");
  startup::OutboxOrder order;
  CLI::App& outbox = *app.add_subcommand("outbox", "look after messages that wait or are dead");
  add_server(serve, arguments);
  add_server(check, arguments);
  add_keys(keys, arguments);
  add_outbox(outbox, arguments, order);
  startup::AuditExport audit_export;
  startup::AuditVerify audit_verify;
  add_audit(audit, arguments, audit_export, audit_verify);
  startup::DeviceResponse response;
  const CLI::App& verify = add_device_response(app, response);
  startup::ConsoleOrder console;
  add_console(app, console, [&](CLI::App& command) { add_store(command, arguments); });
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? startup::exit_ok : startup::exit_usage;
  }
  if (keys.parsed()) return run_keys(keys, arguments);
  if (audit.got_subcommand("export")) return startup::export_audit(arguments, audit_export);
  if (audit.parsed()) return startup::verify_audit(arguments, audit_verify);
  if (!console.op.empty()) return startup::run_console(arguments, console);
  if (verify.parsed()) return startup::verify_device_response(response);
  if (outbox.parsed()) return run_outbox(outbox, arguments, order);
  return serve.parsed() ? startup::serve(arguments) : startup::check_config(arguments);
}
