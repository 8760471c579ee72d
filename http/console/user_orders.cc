// http/console/user_orders.cc: orders about users.
#include "actors/auth/user_key.h"
#include "actors/json/json_write.h"
#include "crypto/random.h"
#include "http/console/orders.h"

namespace console {
namespace {
using auth::AccountVerb;
constexpr const char* no_user = "there is no such user";
constexpr const char* one_user = "there is a user of that name already";

std::string user_json(const auth::User& user) {
  json::ObjectWriter out{256};
  out.field("name", user.user_name);
  out.flag("active", user.is_active);
  out.list("roles", user.roles);
  out.flag("password", !user.password_hash.empty());
  return std::move(out).finish();
}

auth::User new_user(OrderFields& fields, const std::string& realm) {
  crypto::SystemRandom random;
  auth::User user;
  user.uuid = crypto::uuid_v4(random);
  user.realm = realm;
  user.user_name = fields.text("name");
  user.first_name = fields.text("firstName");
  user.last_name = fields.text("lastName");
  user.name = fields.text("displayName");
  user.language = fields.text("language");
  user.roles = fields.texts("roles");
  return user;
}

/// Mail address of a user that there is, for the policy.
std::string mail_of(const Parts& parts, const std::string& user_key) {
  auth::UserOrder order;
  order.user_key = user_key;
  const auto shown = ask<auth::UserOrdered>(parts, owner_of(parts.accounts, user_key),
                                            auth::order_atom::value, order);
  return shown.ok() ? shown.value().user.mail : std::string{};
}
}  // namespace

Expected<std::string, Refusal> hashed(const Parts& parts, const crypto_pool::Secret& password,
                                      const auth::PasswordOwner& who) {
  if (const auto fault = parts.password_policy->fault_of(password.view(), who))
    return Refusal{text_of({*fault, {}})};
  auto phc = ask<std::string>(parts, parts.slow, crypto_pool::pw_hash_atom::value, password);
  if (!phc.ok()) return Refusal{told(phc.faults(), "")};
  return std::move(phc).value();
}

Answer order_user(const Parts& parts, AccountVerb verb, OrderFields& fields) {
  crypto::SystemRandom random;
  const std::string realm = fields.text("realm");
  const std::string name = fields.text("name");
  auth::UserOrder order{
      verb, auth::user_key_of(*parts.index_key, realm, name), {}, {}, {}, crypto::uuid_v4(random)};
  if (verb == AccountVerb::add) order.user = new_user(fields, realm);
  order.roles = {fields.texts("grant"), fields.texts("withdraw")};
  const auto password = fields.secret("password");
  if (!fields.fault().empty()) return Refusal{fields.fault()};
  for (const auto& names : {std::vector{name, realm}, order.user.roles, order.roles.grant})
    if (auto fault = fault_of_names(names); !fault.empty()) return Refusal{fault};
  const bool is_new = verb == AccountVerb::add && !password.view().empty();
  if (is_new || verb == AccountVerb::set_secret) {
    const std::string mail = mail_of(parts, order.user_key);
    auto phc = hashed(parts, password, {name, mail});
    if (!phc.ok()) return phc.error();
    (is_new ? order.user.password_hash : order.phc) = std::move(phc).value();
  }
  const auto& owner = owner_of(parts.accounts, order.user_key);
  const auto done = ask<auth::UserOrdered>(parts, owner, auth::order_atom::value, order);
  if (!done.ok()) return Refusal{told(done.faults(), no_user, one_user)};
  parts.board->publish(done.value().revoked, epoch_seconds(parts.clock()));
  return Answer{user_json(done.value().user)};
}
}  // namespace console
