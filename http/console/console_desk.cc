// http/console/console_desk.cc: from an order's name to its function.
#include "http/console/console_desk.h"

#include <algorithm>
#include <functional>

#include "actors/auth/registration_rules.h"
#include "actors/base/log.h"
#include "actors/json/json_write.h"
#include "http/console/orders.h"

namespace console {
namespace {
using auth::AccountVerb;
constexpr std::string_view import_name = "identity import";
constexpr std::string_view reencrypt_name = "prereg reencrypt";
using Function = std::function<Answer(const Parts&, OrderFields&)>;

Function user(AccountVerb verb) {
  return
      [verb](const Parts& parts, OrderFields& fields) { return order_user(parts, verb, fields); };
}
Function client(AccountVerb verb) {
  return
      [verb](const Parts& parts, OrderFields& fields) { return order_client(parts, verb, fields); };
}

Function outbox_change(bool is_retry) {
  return [is_retry](const Parts& parts, OrderFields& fields) {
    return change_outbox(parts, is_retry, fields);
  };
}

struct Row {
  std::string_view name;
  Function function;
};
const std::vector<Row>& order_rows() {
  static const std::vector<Row> rows = {
      {import_name, import_identities},
      {"identity show", show_identity},
      {"identity set-status", set_identity_status},
      {"user show", user(AccountVerb::show)},
      {"user history", user_history},
      {"user add", user(AccountVerb::add)},
      {"user disable", user(AccountVerb::disable)},
      {"user enable", user(AccountVerb::enable)},
      {"user set-password", user(AccountVerb::set_secret)},
      {"user roles", user(AccountVerb::set_roles)},
      {"client show", client(AccountVerb::show)},
      {"client add", client(AccountVerb::add)},
      {"client disable", client(AccountVerb::disable)},
      {"client enable", client(AccountVerb::enable)},
      {"client set-secret", client(AccountVerb::set_secret)},
      {"client roles", client(AccountVerb::set_roles)},
      {"client list", list_clients},
      {reencrypt_name, reencrypt_applications},
      {"outbox list", list_outbox},
      {"outbox retry", outbox_change(true)},
      {"outbox drop", outbox_change(false)},
      {"audit verify", verify_audit},
      {"audit export", export_audit},
  };
  return rows;
}

Answer answer_to(const Parts& parts, std::string_view text, const Send& send) {
  const json::Document document{text};
  const auto object = document.object();
  if (!object) return Refusal{"the order is no JSON object"};
  OrderFields fields{text, *object, send};
  const std::string name = fields.text("op");
  const auto& rows = order_rows();
  const auto row = std::ranges::find(rows, name, &Row::name);
  if (row == rows.end()) return Refusal{"the order is not known"};
  auto answer = row->function(parts, fields);
  // These are thousands of orders.
  const bool is_one_of_many = name == import_name || name == reencrypt_name;
  if (!answer.ok() || !is_one_of_many)
    logging::info("console: " + name + (answer.ok() ? "" : " refused"));
  return answer;
}
}  // namespace

std::string fault_of_names(const std::vector<std::string>& names) {
  if (names.size() > names_max) return "more names than a list may have";
  const bool are_good = std::ranges::all_of(names, [](const std::string& name) {
    return !name.empty() && name.size() <= name_bytes_max;
  });
  return are_good ? "" : "a name is empty or too long";
}

std::string fault_of_roles(const std::vector<std::string>& roles) {
  if (roles.size() > names_max) return "more names than a list may have";
  const bool are_good =
      std::ranges::all_of(roles, [](const auto& one) { return auth::is_role(one); });
  return are_good ? "" : "a role has 1 to 64 letters, digits, _ and -";
}

std::string fault_of_realm(const Parts& parts, std::string_view realm) {
  return parts.apps.knows_realm(realm) ? "" : "no application is of that realm";
}

std::string told(const Faults& faults, const char* none, const char* one) {
  const Fault& fault = faults.front();
  if (fault.errc == Errc::user_not_found) return none;
  if (fault.errc == Errc::account_user_exists) return one;
  return text_of(fault);
}

std::string Desk::carry_out(std::string_view order, const Send& send) const {
  const auto refused = [](std::string_view why) {
    json::ObjectWriter out{why.size() + 16};
    out.field("error", why);
    return std::move(out).finish();
  };
  try {
    auto answer = answer_to(parts_, order, send);
    return answer.ok() ? std::move(answer).value() : refused(answer.error().why);
  } catch (const std::exception&) {
    logging::error("console: an order failed inside the server");
    return refused("the order failed inside the server");
  }
}
}  // namespace console
