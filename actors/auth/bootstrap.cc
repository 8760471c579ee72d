// actors/auth/bootstrap.cc: reading the bootstrap file, with an answer that names the place.
#include "actors/auth/bootstrap.h"

#include <algorithm>
#include <optional>
#include <set>

#include "actors/auth/app_ids.h"
#include "actors/auth/registration_rules.h"
#include "actors/auth/token_rules.h"
#include "actors/json/json_read.h"

namespace auth {
namespace {
using json::Object;
using json::Value;
using Fault = std::optional<BootstrapError>;
using Keys = std::initializer_list<std::string_view>;

constexpr std::string_view default_realm = "mosip";
constexpr std::string_view hash_front = "$argon2id$";

BootstrapError fault(const std::string& where, const std::string& why) {
  return {where + ": " + why};
}

/// One object of the file and the path to it.
struct Place {
  Object object;
  std::string path;

  std::string at(std::string_view key) const { return path + "." + std::string{key}; }
};

Fault fault_of_keys(const Place& place, Keys known) {
  std::set<std::string_view> seen;
  for (const auto member : place.object) {
    const std::string_view key = member.key;
    if (std::find(known.begin(), known.end(), key) == known.end()) {
      return fault(place.at(key), "unknown key");
    }
    if (!seen.insert(key).second) return fault(place.at(key), "key given twice");
  }
  return std::nullopt;
}

struct TextField {
  std::string_view key;
  std::string* value;
};
Fault take_texts(const Place& place, std::initializer_list<TextField> fields) {
  for (const auto& field : fields) {
    if (!json::take(place.object, field.key, *field.value)) {
      return fault(place.at(field.key), "expected a text");
    }
  }
  return std::nullopt;
}

Fault take_list(const Place& place, std::string_view key, std::vector<std::string>& list) {
  if (!json::take(place.object, key, list)) {
    return fault(place.at(key), "expected a list of texts");
  }
  const bool has_blank =
      std::any_of(list.begin(), list.end(), [](const auto& text) { return text.empty(); });
  return has_blank ? Fault{fault(place.at(key), "a text in the list is empty")} : std::nullopt;
}

Fault take_role_list(const Place& place, std::vector<std::string>& roles) {
  if (auto wrong = take_list(place, "roles", roles)) return wrong;
  if (std::ranges::all_of(roles, is_role)) return std::nullopt;
  return fault(place.at("roles"), "a role is not of letters, digits, _ and -");
}

Fault take_flag(const Place& place, std::string_view key, bool& flag) {
  if (json::take(place.object, key, flag)) return std::nullopt;
  return fault(place.at(key), "expected true or false");
}

struct SecretKeys {
  std::string_view plain;
  std::string_view hashed;
};
/// The secret stays in the file's wiped copy until it is taken into wiped memory of its own.
Fault take_secret(const Place& place, const SecretKeys& keys, crypto::SecureBytes& secret,
                  std::string& hash) {
  const auto plain = json::find(place.object, keys.plain);
  const auto hashed = json::find(place.object, keys.hashed);
  if (plain && hashed) {
    return fault(place.at(keys.hashed), "not beside " + std::string{keys.plain});
  }
  std::string_view text;
  if (plain) {
    if (plain->get(text) || text.empty()) {
      return fault(place.at(keys.plain), "expected a text that is not empty");
    }
    secret = crypto::SecureBytes::from(text);
  }
  if (!hashed) return std::nullopt;
  if (!json::read(*hashed, hash) || !hash.starts_with(hash_front)) {
    return fault(place.at(keys.hashed), "expected an argon2id PHC string");
  }
  return std::nullopt;
}

Fault fault_of_uuid(const Place& place, const std::string& uuid) {
  if (uuid.empty() || id_of(uuid)) return std::nullopt;
  return fault(place.at("uuid"), "expected a UUID");
}

Fault take_user(const Place& place, NewUser& user) {
  User& record = user.record;
  record.realm = default_realm;
  if (auto wrong =
          fault_of_keys(place, {"userName", "password", "passwordHash", "uuid", "realm",
                                "firstName", "lastName", "name", "mail", "mobile", "dateOfBirth",
                                "gender", "langCode", "rid", "individualId", "roles", "active"})) {
    return wrong;
  }
  if (auto wrong = take_texts(place, {{"userName", &record.user_name},
                                      {"uuid", &record.uuid},
                                      {"realm", &record.realm},
                                      {"firstName", &record.first_name},
                                      {"lastName", &record.last_name},
                                      {"name", &record.name},
                                      {"mail", &record.mail},
                                      {"mobile", &record.mobile},
                                      {"dateOfBirth", &record.date_of_birth},
                                      {"gender", &record.gender},
                                      {"langCode", &record.language},
                                      {"rid", &record.rid},
                                      {"individualId", &record.individual_id}})) {
    return wrong;
  }
  if (record.user_name.empty()) return fault(place.at("userName"), "missing or empty");
  if (auto wrong = fault_of_uuid(place, record.uuid)) return wrong;
  if (auto wrong = take_role_list(place, record.roles)) return wrong;
  if (auto wrong = take_flag(place, "active", record.is_active)) return wrong;
  return take_secret(place, {"password", "passwordHash"}, user.password, record.password_hash);
}

Fault take_client(const Place& place, NewClient& client) {
  Client& record = client.record;
  record.realm = default_realm;
  if (auto wrong = fault_of_keys(place, {"clientId", "secret", "secretHash", "uuid", "realm",
                                         "roles", "appIds", "enabled"})) {
    return wrong;
  }
  if (auto wrong = take_texts(
          place,
          {{"clientId", &record.client_id}, {"uuid", &record.uuid}, {"realm", &record.realm}})) {
    return wrong;
  }
  if (record.client_id.empty()) return fault(place.at("clientId"), "missing or empty");
  if (auto wrong = fault_of_uuid(place, record.uuid)) return wrong;
  if (auto wrong = take_role_list(place, record.roles)) return wrong;
  if (auto wrong = take_list(place, "appIds", record.app_ids)) return wrong;
  for (auto& app_id : record.app_ids) app_id = app_id_of(app_id);
  if (auto wrong = take_flag(place, "enabled", record.is_enabled)) return wrong;
  if (auto wrong =
          take_secret(place, {"secret", "secretHash"}, client.secret, record.secret_hash)) {
    return wrong;
  }
  const bool has_secret = !client.secret.empty() || !record.secret_hash.empty();
  return has_secret ? std::nullopt : Fault{fault(place.at("secret"), "missing")};
}

Fault take_salt(const Place& place, std::string_view key, crypto::SecureBytes& salt) {
  const auto value = json::find(place.object, key);
  std::string_view text;
  if (!value) return std::nullopt;
  if (value->get(text) || text.empty()) {
    return fault(place.at(key), "expected a text that is not empty");
  }
  salt = crypto::SecureBytes::from(text);
  return std::nullopt;
}

Fault take_salts(const Object& file, Bootstrap& bootstrap) {
  const auto salts = json::find(file, "salts");
  if (!salts) return std::nullopt;
  Place place{{}, "salts"};
  if (salts->get(place.object)) return fault(place.path, "expected an object");
  if (auto wrong = fault_of_keys(place, {"tokenIdUin", "tokenIdPartnerCode"})) return wrong;
  if (auto wrong = take_salt(place, "tokenIdUin", bootstrap.uin_salt)) return wrong;
  return take_salt(place, "tokenIdPartnerCode", bootstrap.partner_code_salt);
}

template <class Entry, class Take, class NameOf>
Fault take_entries(const Object& file, std::string_view key, std::vector<Entry>& entries, Take take,
                   NameOf name_of) {
  const auto value = json::find(file, key);
  if (!value) return std::nullopt;
  simdjson::dom::array list;
  if (value->get(list)) return fault(std::string{key}, "expected a list");
  std::set<std::string> names;
  for (const auto entry_value : list) {
    Place place{{}, std::string{key} + "[" + std::to_string(entries.size()) + "]"};
    if (entry_value.get(place.object)) return fault(place.path, "expected an object");
    Entry entry;
    if (auto wrong = take(place, entry)) return wrong;
    if (!names.insert(name_of(entry.record)).second) return fault(place.path, "named twice");
    entries.push_back(std::move(entry));
  }
  return std::nullopt;
}
}  // namespace

Expected<Bootstrap, BootstrapError> parse_bootstrap(std::string_view text) {
  if (text.size() > bootstrap_bytes_max) return fault("file", "too large");
  const json::Document document{text};
  if (const auto error = document.error()) return fault("file", *error);
  const auto file = document.object();
  if (!file) return fault("file", "expected an object");
  Bootstrap bootstrap;
  const Place top{*file, "file"};
  if (auto wrong = fault_of_keys(top, {"users", "clients", "roles", "salts", "identities"}))
    return *wrong;
  const auto user_name = [](const User& user) {
    return user.realm + "/" + lower_case(user.user_name);
  };
  const auto client_name = [](const Client& client) {
    return client.realm + "/" + client.client_id;
  };
  if (auto wrong = take_entries(*file, "users", bootstrap.users, take_user, user_name))
    return *wrong;
  if (auto wrong = take_entries(*file, "clients", bootstrap.clients, take_client, client_name)) {
    return *wrong;
  }
  if (auto wrong = take_role_list(top, bootstrap.roles)) return *wrong;
  if (auto wrong = take_salts(*file, bootstrap)) return *wrong;
  return bootstrap;
}
}  // namespace auth
