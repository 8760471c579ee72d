// http/startup/console_command.cc: from the command line to an order, and its answer to lines.
#include "http/startup/console_command.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <iostream>
#include <span>

#include "actors/json/json_read.h"
#include "actors/json/json_write.h"
#include "http/startup/console_line.h"
#include "http/startup/console_pages.h"
#include "http/startup/identity_import.h"
#include "http/startup/problem.h"
#include "http/startup/process.h"
#include "http/startup/store_room.h"
#include "http/startup/terminal.h"

namespace startup {
namespace {
constexpr size_t order_bytes_expected = 8192;
constexpr int64_t progress_rows = 100'000;

bool is_about(const ConsoleOrder& order, std::string_view kind) {
  return order.op.starts_with(kind);
}

crypto::SecureBytes secret_of(const ConsoleOrder& order) {
  const bool adds_user = order.op == "user add" && !order.no_password;
  if (adds_user || order.op == "user set-password") return ask_secret("Password");
  return order.given_secret ? ask_secret("Secret") : crypto::SecureBytes{};
}

std::string json_of(const ConsoleOrder& order, const std::string& subject,
                    const crypto::SecureBytes& secret) {
  json::ObjectWriter out{order_bytes_expected};
  out.field("op", order.op);
  if (is_about(order, "identity")) {
    out.field("uin", subject);
    out.field_if_known("status", order.status);
    return std::move(out).finish();
  }
  out.field("realm", order.realm);
  out.field("name", subject);
  out.field_if_known("firstName", order.first_name);
  out.field_if_known("lastName", order.last_name);
  out.field_if_known("displayName", order.display_name);
  out.field_if_known("mail", order.mail);
  out.field_if_known("mobile", order.mobile);
  out.field_if_known("language", order.language);
  out.list("roles", order.roles);
  out.list("appIds", order.app_ids);
  out.list("grant", order.grant);
  out.list("withdraw", order.withdraw);
  out.field_if_known(is_about(order, "user") ? "password" : "secret", secret.view());
  return std::move(out).finish();
}

std::string text_at(const json::Object& object, std::string_view key) {
  std::string text;
  json::take(object, key, text);
  return text;
}
int64_t number_at(const json::Object& object, std::string_view key) {
  int64_t number = 0;
  json::take(object, key, number);
  return number;
}
std::string list_at(const json::Object& object, std::string_view key) {
  std::vector<std::string> texts;
  json::take(object, key, texts);
  return texts.empty() ? "-" : fmt::format("{}", fmt::join(texts, ","));
}

/// name, active or disabled, roles; for a client the applications.
std::string account_line(const json::Object& account, bool is_client) {
  bool active = false;
  json::take(account, "active", active);
  return fmt::format("{}\t{}\t{}{}", text_at(account, "name"), active ? "active" : "disabled",
                     list_at(account, "roles"),
                     is_client ? "\t" + list_at(account, "appIds") : std::string{});
}

std::string or_dash(const std::string& text) { return text.empty() ? "-" : text; }

std::string person_line(const json::Object& person) {
  return fmt::format("{}\t{}\t{}\t{}", text_at(person, "status"), or_dash(text_at(person, "email")),
                     or_dash(text_at(person, "phone")), list_at(person, "languages"));
}

/// A line for each change, the newest first: since when, then as account_line, and what is known of
/// the person.
int tell_history(const json::Object& answer) {
  simdjson::dom::array past;
  if (const auto value = json::find(answer, "history"); !value || value->get(past))
    throw Problem(exit_unavailable, "the server's answer makes no sense");
  for (const auto value : past) {
    json::Object one;
    if (value.get(one)) throw Problem(exit_unavailable, "the server's answer makes no sense");
    std::string line = text_at(one, "since") + "\t" + account_line(one, false);
    for (const char* known : {"firstName", "lastName", "mail", "mobile", "rid"})
      line += "\t" + or_dash(text_at(one, known));
    say(line);
  }
  return exit_ok;
}

/// True when the answer is one; false when it is a refusal, which is then told.
bool is_done(const json::Object& answer) {
  const std::string error = text_at(answer, "error");
  if (!error.empty()) std::cerr << "idkernel: " << error << '\n';
  return error.empty();
}

int tell(const ConsoleOrder& order, std::string_view text) {
  const json::Document document{text};
  const auto answer = document.object();
  if (!answer) throw Problem(exit_unavailable, "the server's answer makes no sense");
  if (!is_done(*answer)) return exit_fault;
  if (order.op == "user history") return tell_history(*answer);
  const bool is_client = is_about(order, "client");
  say(is_about(order, "identity") ? person_line(*answer) : account_line(*answer, is_client));
  if (const std::string secret = text_at(*answer, "secret"); !secret.empty())
    say("secret: " + secret);
  return exit_ok;
}

void tell_clients(const json::Object& page) {
  simdjson::dom::array clients;
  if (const auto value = json::find(page, "clients"); !value || value->get(clients))
    throw Problem(exit_unavailable, "the server's answer makes no sense");
  for (const auto value : clients) {
    json::Object client;
    if (value.get(client)) throw Problem(exit_unavailable, "the server's answer makes no sense");
    say(text_at(client, "realm") + "\t" + account_line(client, true));
  }
}

/// Progress goes to the error output: at the end of each partition where rows moved, and within a
/// large one.
int reencrypt_applications(ConsoleLine& line) {
  int64_t moved = 0, failed = 0, told = 0, done = 0;
  for_each_page(line, "prereg reencrypt", [&](const json::Object& some) {
    moved += number_at(some, "moved");
    failed += number_at(some, "failed");
    const bool ends = text_at(some, "after").empty();
    done += ends ? 1 : 0;
    if (moved - told < (ends ? 1 : progress_rows)) return;
    told = moved;
    // One write, so that whoever reads along gets whole lines.
    std::cerr << fmt::format("idkernel: {} rows moved, {} of {} partitions done\n", moved, done,
                             number_at(some, "partitions"));
  });
  say(fmt::format("moved: {}", moved));
  if (failed > 0) std::cerr << "idkernel: rows that do not open: " << failed << '\n';
  return failed > 0 ? exit_fault : exit_ok;
}

int carry_out_order(const config::Config& config, const Settings& settings,
                    const ConsoleOrder& order) {
  // Asked for before anything is opened: nobody holds a store while somebody types.
  const std::string subject = order.subject == "-" ? read_line() : order.subject;
  const crypto::SecureBytes secret = secret_of(order);
  const auto line = open_console_line(config, settings);
  if (order.op == "identity import") return import_identities(*line, order.file);
  if (order.op == "client list") {
    for_each_page(*line, order.op, tell_clients);
    return exit_ok;
  }
  if (order.op == "prereg reencrypt") return reencrypt_applications(*line);
  std::string json = json_of(order, subject, secret);
  const std::string answer = line->order(json);
  crypto::wipe(std::as_writable_bytes(std::span{json}));
  return tell(order, answer);
}
}  // namespace

int run_console(const Arguments& arguments, const ConsoleOrder& order) {
  return run_command(arguments, [&](const config::Config& config, const Settings& settings) {
    return carry_out_order(config, settings, order);
  });
}
}  // namespace startup
