// actors/auth/claims_write.cc: claims as JSON, in the order in which the seed's samples print them.
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "actors/auth/claims.h"

namespace auth {
namespace {
using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

void text(Writer& json, std::string_view value) {
  json.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
}
void field(Writer& json, std::string_view key, std::string_view value) {
  json.Key(key.data(), static_cast<rapidjson::SizeType>(key.size()));
  text(json, value);
}
void field_if_known(Writer& json, std::string_view key, std::string_view value) {
  if (!value.empty()) field(json, key, value);
}
void field(Writer& json, std::string_view key, int64_t value) {
  json.Key(key.data(), static_cast<rapidjson::SizeType>(key.size()));
  json.Int64(value);
}
template <class Texts>
void list(Writer& json, std::string_view key, const Texts& values) {
  json.Key(key.data(), static_cast<rapidjson::SizeType>(key.size()));
  json.StartArray();
  for (const auto& value : values) text(json, value);
  json.EndArray();
}

void times_and_issuer(Writer& json, const Claims& claims) {
  field(json, "jti", claims.jti);
  field(json, "exp", claims.expires);
  field(json, "nbf", claims.not_before);
  field(json, "iat", claims.issued);
  field(json, "iss", claims.issuer);
  // One audience is a text and not a list of one: so the samples, so older readers.
  if (claims.audience.size() == 1) {
    field(json, "aud", claims.audience.front());
  } else {
    list(json, "aud", claims.audience);
  }
}

void party_and_session(Writer& json, const Claims& claims) {
  field(json, "sub", claims.subject);
  field(json, "typ", claims.type);
  field(json, "azp", claims.authorized_party);
  field(json, "auth_time", int64_t{0});
  field(json, "session_state", claims.session_state);
}

void roles(Writer& json, const Claims& claims) {
  json.Key("realm_access");
  json.StartObject();
  list(json, "roles", claims.roles);
  json.EndObject();
  json.Key("resource_access");
  json.StartObject();
  if (!claims.client_id.empty()) {
    json.Key(claims.client_id.data(), static_cast<rapidjson::SizeType>(claims.client_id.size()));
    json.StartObject();
    list(json, "roles", std::initializer_list<std::string_view>{"uma_protection"});
    json.EndObject();
  }
  json.Key("account");
  json.StartObject();
  list(json, "roles",
       std::initializer_list<std::string_view>{"manage-account", "manage-account-links",
                                               "view-profile"});
  json.EndObject();
  json.EndObject();
}

void person(Writer& json, const Claims& claims) {
  field_if_known(json, "clientId", claims.client_id);
  field_if_known(json, "clientHost", claims.client_address);
  json.Key("email_verified");
  json.Bool(false);
  field_if_known(json, "name", claims.name);
  field(json, "preferred_username", claims.user_name);
  field_if_known(json, "given_name", claims.given_name);
  field_if_known(json, "family_name", claims.family_name);
  field_if_known(json, "clientAddress", claims.client_address);
  field_if_known(json, "email", claims.email);
  field_if_known(json, "mobile", claims.mobile);
  field_if_known(json, "rid", claims.rid);
}

std::string finished(Writer& json, const rapidjson::StringBuffer& buffer) {
  json.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}
}  // namespace

std::string access_claims_json(const Claims& claims, std::string_view origin) {
  rapidjson::StringBuffer buffer(nullptr, 2048);
  Writer json(buffer);
  json.StartObject();
  times_and_issuer(json, claims);
  party_and_session(json, claims);
  field(json, "acr", "1");
  list(json, "allowed-origins", std::initializer_list<std::string_view>{origin});
  roles(json, claims);
  field(json, "scope", claims.scope);
  person(json, claims);
  list(json, "amr", claims.amr);
  return finished(json, buffer);
}

std::string refresh_claims_json(const Claims& claims) {
  rapidjson::StringBuffer buffer(nullptr, 1024);
  Writer json(buffer);
  json.StartObject();
  times_and_issuer(json, claims);
  party_and_session(json, claims);
  roles(json, claims);
  field(json, "scope", claims.scope);
  return finished(json, buffer);
}
}  // namespace auth
