// http/console/client_orders.cc: orders about client applications.
#include "actors/auth/app_ids.h"
#include "actors/json/json_write.h"
#include "crypto/base64.h"
#include "crypto/random.h"
#include "http/console/orders.h"
#include "http/json_text.h"

namespace console {
namespace {
using auth::AccountVerb;
constexpr const char* no_client = "there is no such client";
constexpr const char* one_client = "there is a client of that id already";
constexpr size_t secret_bytes = 32;
/// Of a secret that is given: it is no person's, so the policy of passwords does not judge it.
constexpr size_t given_bytes_min = 12;
constexpr size_t given_bytes_max = 256;
/// Of one page of `client list`: it stays far below message_bytes_max.
constexpr uint64_t page_clients_max = 100;

std::string client_json(const auth::Client& client, std::string_view new_secret) {
  json::ObjectWriter out{256};
  out.field("name", client.client_id);
  out.flag("active", client.is_enabled);
  out.list("roles", client.roles);
  out.list("appIds", client.app_ids);
  out.field_if_known("secret", new_secret);
  return std::move(out).finish();
}

auth::Client new_client(OrderFields& fields, const std::string& realm) {
  crypto::SystemRandom random;
  auth::Client client;
  client.uuid = crypto::uuid_v4(random);
  client.realm = realm;
  client.client_id = fields.text("name");
  client.roles = fields.texts("roles");
  for (const auto& app_id : fields.texts("appIds"))
    client.app_ids.push_back(auth::app_id_of(app_id));
  return client;
}

crypto_pool::Secret new_secret() {
  crypto::SystemKeyRandom random;
  crypto::SecureBytes bytes(secret_bytes);
  random.fill(bytes.span());
  return crypto_pool::Secret{crypto::base64url_encode(bytes.view())};
}

bool may_be_secret(std::string_view secret) {
  return secret.size() >= given_bytes_min && secret.size() <= given_bytes_max;
}

void write_client(http::JsonWriter& writer, const auth::Client& client) {
  const auto list = [&](std::string_view key, const std::vector<std::string>& texts) {
    http::write_key(writer, key);
    writer.StartArray();
    for (const auto& text : texts) http::write_text(writer, text);
    writer.EndArray();
  };
  writer.StartObject();
  http::write_field(writer, "realm", client.realm);
  http::write_field(writer, "name", client.client_id);
  http::write_key(writer, "active");
  writer.Bool(client.is_enabled);
  list("roles", client.roles);
  list("appIds", client.app_ids);
  writer.EndObject();
}
}  // namespace

Answer order_client(const Parts& parts, AccountVerb verb, OrderFields& fields) {
  crypto::SystemRandom random;
  auth::ClientOrder order;
  order.by = audit::of_console();
  order.verb = verb;
  order.realm = fields.text("realm");
  order.client_id = fields.text("name");
  order.session_group = crypto::uuid_v4(random);
  if (verb == AccountVerb::add) order.client = new_client(fields, order.realm);
  order.roles = {fields.texts("grant"), fields.texts("withdraw")};
  auto secret = fields.secret("secret");
  if (!fields.fault().empty()) return Refusal{fields.fault()};
  if (auto fault = fault_of_realm(parts, order.realm); !fault.empty()) return Refusal{fault};
  for (const auto& names : {std::vector{order.client_id}, order.client.app_ids})
    if (auto fault = fault_of_names(names); !fault.empty()) return Refusal{fault};
  for (const auto* roles : {&order.client.roles, &order.roles.grant})
    if (auto fault = fault_of_roles(*roles); !fault.empty()) return Refusal{fault};
  const bool needs_secret = verb == AccountVerb::add || verb == AccountVerb::set_secret;
  const bool is_made = needs_secret && secret.view().empty();
  if (is_made) secret = new_secret();
  if (needs_secret && !may_be_secret(secret.view())) return Refusal{"a secret has 12 to 256 bytes"};
  if (needs_secret) {
    auto phc = hashed(parts, secret);
    if (!phc.ok()) return phc.error();
    order.phc = phc.value();
    order.client.secret_hash = std::move(phc).value();
  }
  const auto& owner = owner_of(parts.accounts, auth::client_key(order.realm, order.client_id));
  const auto done = ask<auth::ClientOrdered>(parts, owner, auth::order_atom::value, order);
  if (!done.ok()) return Refusal{told(done.faults(), no_client, one_client)};
  parts.board->publish(done.value().revoked, epoch_seconds(parts.clock()));
  return Answer{client_json(done.value().client, is_made ? secret.view() : std::string_view{})};
}

Answer list_clients(const Parts& parts, OrderFields& fields) {
  const int64_t partition = fields.number("partition");
  const auth::ListClients order{fields.text("after"), page_clients_max};
  if (!fields.fault().empty()) return Refusal{fields.fault()};
  const auto count = static_cast<int64_t>(parts.accounts.size());
  if (partition < 0 || partition >= count) return Refusal{"there is no such partition"};
  const auto& owner = parts.accounts[static_cast<size_t>(partition)];
  const auto page = ask<std::vector<auth::Client>>(parts, owner, auth::list_atom::value, order);
  if (!page.ok()) return Refusal{told(page.faults(), no_client)};
  http::JsonBuffer buffer;
  http::JsonWriter writer{buffer};
  writer.StartObject();
  http::write_key(writer, "partitions");
  writer.Int64(count);
  http::write_key(writer, "clients");
  writer.StartArray();
  for (const auto& client : page.value()) write_client(writer, client);
  writer.EndArray();
  if (page.value().size() == page_clients_max) {
    const auto& last = page.value().back();
    http::write_field(writer, "after", auth::client_key(last.realm, last.client_id));
  }
  writer.EndObject();
  return Answer{http::text_in(buffer)};
}
}  // namespace console
