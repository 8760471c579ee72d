// http/console/user_orders.cc: orders about users.
#include "actors/auth/code_rules.h"
#include "actors/auth/registration_rules.h"
#include "actors/auth/user_key.h"
#include "actors/json/json_write.h"
#include "crypto/random.h"
#include "http/console/orders.h"

namespace console {
namespace {
using auth::AccountVerb;
constexpr const char* no_user = "there is no such user";
constexpr const char* one_user =
    "there is a user of that name, mobile number or mail address already";

std::string user_json(const auth::User& user) {
  json::ObjectWriter out{256};
  out.field("name", user.user_name);
  out.flag("active", user.is_active);
  out.list("roles", user.roles);
  out.flag("password", !user.password_hash.empty());
  return std::move(out).finish();
}

/// The newest first.
std::string history_json(const std::vector<auth::PastUser>& past) {
  std::string out = R"({"history":[)";
  for (const auto& [since, user] : past) {
    json::ObjectWriter one{256};
    one.field("since", iso_utc(since));
    one.field("name", user.user_name);
    one.flag("active", user.is_active);
    one.list("roles", user.roles);
    one.field_if_known("firstName", user.first_name);
    one.field_if_known("lastName", user.last_name);
    one.field_if_known("mail", user.mail);
    one.field_if_known("mobile", user.mobile);
    one.field_if_known("rid", user.rid);
    if (out.back() != '[') out.push_back(',');
    out += std::move(one).finish();
  }
  return out + "]}";
}

auth::User new_user(OrderFields& fields) {
  auth::User user;
  user.realm = fields.text("realm");
  user.user_name = fields.text("name");
  user.first_name = fields.text("firstName");
  user.last_name = fields.text("lastName");
  user.name = fields.text("displayName");
  user.mail = fields.text("mail");
  user.mobile = fields.text("mobile");
  user.language = fields.text("language");
  user.roles = fields.texts("roles");
  return user;
}

/// Empty: nothing is wrong.
std::string fault_of_new(const auth::User& user) {
  if (!auth::is_user_name(user.user_name))
    return "a user's name has 1 to 64 letters, digits and . _ @ + -";
  if (auto fault = fault_of_roles(user.roles); !fault.empty()) return fault;
  for (const auto* text : {&user.first_name, &user.last_name, &user.name, &user.language})
    if (text->size() > name_bytes_max) return "a name is too long";
  if (!user.mail.empty() && !auth::is_address(outbox::Channel::email, user.mail))
    return "the mail address is none";
  if (!user.mobile.empty() && !auth::is_address(outbox::Channel::sms, user.mobile))
    return "the mobile number is none";
  return "";
}

/// Mail address of a user that there is, for the policy.
std::string mail_of(const Parts& parts, const std::string& user_key) {
  const auto user =
      ask<auth::User>(parts, owner_of(parts.accounts, user_key), auth::peek_atom::value, user_key);
  return user.ok() ? user.value().mail : std::string{};
}
}  // namespace

Answer user_history(const Parts& parts, OrderFields& fields) {
  const std::string realm = fields.text("realm");
  const std::string name = fields.text("name");
  if (!fields.fault().empty()) return Refusal{fields.fault()};
  if (auto fault = fault_of_realm(parts, realm); !fault.empty()) return Refusal{fault};
  if (auto fault = fault_of_names({name}); !fault.empty()) return Refusal{fault};
  const std::string key = auth::user_key_of(*parts.index_key, realm, name);
  const auto past = ask<std::vector<auth::PastUser>>(
      parts, owner_of(parts.accounts, key), auth::past_atom::value, key, audit::of_console());
  if (!past.ok()) return Refusal{told(past.faults(), no_user)};
  if (past.value().empty()) return Refusal{no_user};
  return Answer{history_json(past.value())};
}

Expected<std::string, Refusal> hashed(const Parts& parts, const crypto_pool::Secret& password,
                                      const auth::PasswordOwner& who) {
  if (const auto fault = parts.password_policy->fault_of(password.view(), who))
    return Refusal{text_of({*fault, {}})};
  return hashed(parts, password);
}

Expected<std::string, Refusal> hashed(const Parts& parts, const crypto_pool::Secret& secret) {
  auto phc = ask<std::string>(parts, parts.slow, crypto_pool::pw_hash_atom::value, secret);
  if (!phc.ok()) return Refusal{told(phc.faults(), "")};
  return std::move(phc).value();
}

static Answer add_user(const Parts& parts, OrderFields& fields) {
  auth::AddUser request{new_user(fields), {}, audit::of_console()};
  auth::User& user = request.user;
  const auto password = fields.secret("password");
  if (!fields.fault().empty()) return Refusal{fields.fault()};
  if (auto fault = fault_of_realm(parts, user.realm); !fault.empty()) return Refusal{fault};
  if (auto fault = fault_of_new(user); !fault.empty()) return Refusal{fault};
  if (!password.view().empty()) {
    auto phc = hashed(parts, password, {user.user_name, user.mail});
    if (!phc.ok()) return phc.error();
    user.password_hash = std::move(phc).value();
  }
  const auto added = ask<auth::User>(parts, parts.sign_in, auth::add_user_atom::value, request);
  if (!added.ok()) return Refusal{told(added.faults(), no_user, one_user)};
  return Answer{user_json(added.value())};
}

Answer order_user(const Parts& parts, AccountVerb verb, OrderFields& fields) {
  if (verb == AccountVerb::add) return add_user(parts, fields);
  crypto::SystemRandom random;
  const std::string realm = fields.text("realm");
  const std::string name = fields.text("name");
  auth::UserOrder order{verb,
                        auth::user_key_of(*parts.index_key, realm, name),
                        {},
                        {},
                        crypto::uuid_v4(random),
                        audit::of_console()};
  order.roles = {fields.texts("grant"), fields.texts("withdraw")};
  const auto password = fields.secret("password");
  if (!fields.fault().empty()) return Refusal{fields.fault()};
  if (auto fault = fault_of_realm(parts, realm); !fault.empty()) return Refusal{fault};
  if (auto fault = fault_of_names({name}); !fault.empty()) return Refusal{fault};
  if (auto fault = fault_of_roles(order.roles.grant); !fault.empty()) return Refusal{fault};
  if (verb == AccountVerb::set_secret) {
    auto phc = hashed(parts, password, {name, mail_of(parts, order.user_key)});
    if (!phc.ok()) return phc.error();
    order.phc = std::move(phc).value();
  }
  const auto& owner = owner_of(parts.accounts, order.user_key);
  const auto done = ask<auth::UserOrdered>(parts, owner, auth::order_atom::value, order);
  if (!done.ok()) return Refusal{told(done.faults(), no_user)};
  parts.board->publish(done.value().revoked, epoch_seconds(parts.clock()));
  return Answer{user_json(done.value().user)};
}
}  // namespace console
