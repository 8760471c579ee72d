// http/console_options.cc: one row per subcommand.
#include "http/console_options.h"

namespace {
using startup::ConsoleOrder;
using AddOptions = void (*)(CLI::App&, ConsoleOrder&);

/// Lists are written with commas.
void add_list(CLI::App& command, const char* name, std::vector<std::string>& into,
              const char* what) {
  command.add_option(name, into, what)->delimiter(',');
}

void no_options(CLI::App&, ConsoleOrder&) {}
void file_option(CLI::App& command, ConsoleOrder& order) {
  command.add_option("FILE", order.file, "one JSON object a line")->required();
}
void status_option(CLI::App& command, ConsoleOrder& order) {
  command.add_option("STATUS", order.status, "ACTIVATED, DEACTIVATED or BLOCKED")->required();
}
void change_options(CLI::App& command, ConsoleOrder& order) {
  add_list(command, "--grant", order.grant, "roles to give, with commas between");
  add_list(command, "--withdraw", order.withdraw, "roles to take; ends all sessions");
}
void new_user_options(CLI::App& command, ConsoleOrder& order) {
  add_list(command, "--roles", order.roles, "with commas between");
  command.add_option("--first-name", order.first_name);
  command.add_option("--last-name", order.last_name);
  command.add_option("--display-name", order.display_name);
  command.add_option("--mail", order.mail, "nobody else has it; codes go there");
  command.add_option("--mobile", order.mobile, "likewise");
  command.add_option("--language", order.language, "such as eng");
  command.add_flag("--no-password", order.no_password, "nobody can sign in by password");
}
void secret_option(CLI::App& command, ConsoleOrder& order) {
  command.add_flag("--given-secret", order.given_secret,
                   "from standard input, in place of one that is made and printed");
}
void new_client_options(CLI::App& command, ConsoleOrder& order) {
  add_list(command, "--roles", order.roles, "with commas between");
  add_list(command, "--app-ids", order.app_ids, "applications it may use; none: every one");
  secret_option(command, order);
}

struct Row {
  const char* group;
  const char* name;
  const char* what;
  const char* subject;  ///< null: it is about nobody
  AddOptions add_options;
};
constexpr const char* uin = "UIN; - reads it from standard input";
constexpr const char* user_name = "user name";
constexpr const char* client_id = "client id";
constexpr Row rows[] = {
    {"identity", "import", "keep the persons of a file", nullptr, file_option},
    {"identity", "show", "status, e-mail, phone, languages", uin, no_options},
    {"identity", "set-status", "activate, deactivate or block a person", uin, status_option},
    {"user", "add", "make a user", user_name, new_user_options},
    {"user", "show", "state and roles", user_name, no_options},
    {"user", "history", "what it was, a line for each change, the newest first", user_name,
     no_options},
    {"user", "disable", "nobody signs in as it; ends all sessions", user_name, no_options},
    {"user", "enable", "undo disable", user_name, no_options},
    {"user", "set-password", "another password; ends all sessions", user_name, no_options},
    {"user", "roles", "change roles", user_name, change_options},
    {"client", "add", "make a client; prints its secret", client_id, new_client_options},
    {"client", "show", "state, roles, applications", client_id, no_options},
    {"client", "disable", "it gets no token; ends those it has", client_id, no_options},
    {"client", "enable", "undo disable", client_id, no_options},
    {"client", "set-secret", "another secret; prints it; ends all tokens", client_id,
     secret_option},
    {"client", "roles", "change roles", client_id, change_options},
    {"client", "list", "one line per client", nullptr, no_options},
    {"prereg", "reencrypt", "put applications and documents under the newest key PRE_REGISTRATION",
     nullptr, no_options},
};

void add_row(CLI::App& group, const Row& row, ConsoleOrder& order,
             const std::function<void(CLI::App&)>& add_store) {
  CLI::App& command = *group.add_subcommand(row.name, row.what);
  add_store(command);
  if (row.subject != nullptr) command.add_option("NAME", order.subject, row.subject)->required();
  row.add_options(command, order);
  const bool is_account = std::string_view{row.group} != "identity";
  if (is_account && row.subject != nullptr)
    command.add_option("--realm", order.realm, "mosip unless told");
  command.callback([&order, op = std::string{row.group} + " " + row.name] { order.op = op; });
}
}  // namespace

void add_console(CLI::App& app, ConsoleOrder& order,
                 const std::function<void(CLI::App&)>& add_store) {
  const std::pair<const char*, const char*> groups[] = {
      {"identity", "look after the identity directory"},
      {"user", "look after users"},
      {"client", "look after client applications"},
      {"prereg", "look after applications for registration"}};
  for (const auto& [name, what] : groups) {
    CLI::App& group = *app.add_subcommand(name, what);
    group.require_subcommand(1);
    for (const Row& row : rows)
      if (std::string_view{row.group} == name) add_row(group, row, order, add_store);
  }
}
