// http/oidc/oidc_http.cc: the issuer's documents, userinfo and logout. No rule, no storage.
#include "http/oidc/oidc_http.h"

#include "http/auth.h"
#include "http/context.h"
#include "http/cookies.h"
#include "http/json_text.h"
#include "http/oidc/oidc_error.h"

namespace http {
namespace {
constexpr const char* default_realm = "mosip";

void write_list(JsonWriter& writer, std::string_view key,
                std::initializer_list<std::string_view> texts) {
  write_key(writer, key);
  writer.StartArray();
  for (const std::string_view text : texts) write_text(writer, text);
  writer.EndArray();
}

std::string discovery_json(const std::string& issuer) {
  const std::string paths = issuer + "/protocol/openid-connect/";
  JsonBuffer buffer;
  JsonWriter writer{buffer};
  writer.StartObject();
  write_field(writer, "issuer", issuer);
  write_field(writer, "token_endpoint", paths + "token");
  write_field(writer, "jwks_uri", paths + "certs");
  write_field(writer, "userinfo_endpoint", paths + "userinfo");
  write_field(writer, "end_session_endpoint", paths + "logout");
  write_list(writer, "grant_types_supported", {"password", "client_credentials", "refresh_token"});
  write_list(writer, "response_types_supported", {});
  write_list(writer, "subject_types_supported", {"public"});
  write_list(writer, "id_token_signing_alg_values_supported", {"RS256"});
  write_list(writer, "token_endpoint_auth_methods_supported",
             {"client_secret_post", "client_secret_basic"});
  writer.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

std::string jwks_json(const std::vector<auth::Jwk>& keys) {
  JsonBuffer buffer;
  JsonWriter writer{buffer};
  writer.StartObject();
  write_key(writer, "keys");
  writer.StartArray();
  for (const auth::Jwk& key : keys) {
    writer.StartObject();
    write_field(writer, "kid", key.kid);
    write_field(writer, "kty", "RSA");
    write_field(writer, "alg", "RS256");
    write_field(writer, "use", "sig");
    write_field(writer, "n", key.modulus);
    write_field(writer, "e", key.exponent);
    writer.EndObject();
  }
  writer.EndArray();
  writer.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

void write_if_known(JsonWriter& writer, std::string_view key, std::string_view text) {
  if (!text.empty()) write_field(writer, key, text);
}

std::string userinfo_json(const auth::Claims& claims) {
  JsonBuffer buffer;
  JsonWriter writer{buffer};
  writer.StartObject();
  write_field(writer, "sub", claims.subject);
  write_key(writer, "email_verified");
  writer.Bool(false);
  write_if_known(writer, "name", claims.name);
  write_field(writer, "preferred_username", claims.user_name);
  write_if_known(writer, "given_name", claims.given_name);
  write_if_known(writer, "family_name", claims.family_name);
  write_if_known(writer, "email", claims.email);
  write_if_known(writer, "mobile", claims.mobile);
  write_if_known(writer, "rid", claims.rid);
  writer.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}
}  // namespace

void oidc_error(const Reply& reply, int status, std::string_view error,
                std::string_view description) {
  JsonBuffer buffer;
  JsonWriter writer{buffer};
  writer.StartObject();
  write_field(writer, "error", error);
  write_field(writer, "error_description", description);
  writer.EndObject();
  HeaderList headers;
  if (status == 401) headers.emplace_back("WWW-Authenticate", "Bearer");
  reply.plain(status, "application/json", {buffer.GetString(), buffer.GetSize()},
              std::move(headers));
}

bool known_realm(const Context& context, const Call& call, const Reply& reply) {
  if (context.issuer.apps.knows_realm(call.trimmed("realm"))) return true;
  oidc_error(reply, 404, "not_found", "Realm does not exist");
  return false;
}

void discovery(const Context& context, const Call& call, Reply reply) {
  std::string realm = call.trimmed("realm");
  if (realm.empty()) {
    realm = default_realm;
  } else if (!known_realm(context, call, reply)) {
    return;
  }
  reply.plain(200, "application/json",
              discovery_json(auth::issuer_of(context.issuer.rules, realm)));
}

void certs(const Context& context, const Call& call, Reply reply) {
  const bool names_a_realm = !call.trimmed("realm").empty();  // Not in /.well-known/jwks.json.
  if (names_a_realm && !known_realm(context, call, reply)) return;
  reply.plain(200, "application/json", jwks_json(context.issuer.keys->keys()->jwks));
}

void userinfo(const Context& context, const Call& call, Reply reply) {
  if (!known_realm(context, call, reply)) return;
  const TokenSource source = token_in(context, call.wire());
  if (source.kind != TokenSource::Kind::token) {
    return oidc_error(reply, 401, "invalid_token", "Token is missing");
  }
  const auto principal = verify_token(context, source.token);
  if (!principal.ok()) {
    return oidc_error(reply, 401, "invalid_token", "Token verification failed");
  }
  reply.plain(200, "application/json", userinfo_json(principal.value()->claims));
}

void issuer_logout(const Context& context, const Call& call, Reply reply) {
  if (!known_realm(context, call, reply)) return;
  std::string presented = query_value(call.raw_body(), "refresh_token").value_or("");
  if (presented.empty()) presented = token_in(context, call.wire()).token;
  if (presented.empty()) {
    return oidc_error(reply, 400, "invalid_request", "Missing parameter: refresh_token");
  }
  const auto on_result = [&context, reply](const Result<Done>& result) {
    // A session that has ended already is what the caller wanted.
    if (result.ok() || result.error() == Errc::auth_token_unknown) {
      return reply.plain(204, "application/json", "", cleared_cookies(context));
    }
    if (result.error() == Errc::auth_token_invalid) {
      return oidc_error(reply, 400, "invalid_grant", "Invalid refresh token");
    }
    reply.faults(result.faults());
  };
  ask<Done>(*context.gateway, context.actors.sign_in.at(context.next_partition()), reply, on_result,
            auth::leave_atom::value, auth::EndSession{std::move(presented), true, call.origin()});
}
}  // namespace http
