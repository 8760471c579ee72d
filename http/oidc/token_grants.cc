// http/oidc/token_grants.cc: the token endpoint (RFC 6749 sections 4.3, 4.4 and 6). No rule, no
// storage.
#include <optional>

#include "crypto/base64.h"
#include "http/context.h"
#include "http/json_text.h"
#include "http/oidc/oidc_error.h"
#include "http/oidc/oidc_http.h"

namespace http {
namespace {
std::string oidc_answer(const auth::SignedIn& signed_in) {
  JsonBuffer buffer;
  JsonWriter writer{buffer};
  writer.StartObject();
  write_field(writer, "access_token", signed_in.access_token);
  write_key(writer, "expires_in");
  writer.Int64(signed_in.expires_in);
  write_key(writer, "refresh_expires_in");
  writer.Int64(signed_in.refresh_expires_in);
  if (!signed_in.refresh_token.empty()) {
    write_field(writer, "refresh_token", signed_in.refresh_token);
  }
  write_field(writer, "token_type", "Bearer");
  write_key(writer, "not-before-policy");
  writer.Int(0);
  write_field(writer, "session_state", signed_in.session_state);
  write_field(writer, "scope", signed_in.scope);
  writer.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

/// The client of the form, else of HTTP Basic (RFC 6749 section 2.3.1).
auth::ClientProof client_of(const Call& call) {
  const auto field = [&](std::string_view name) {
    return query_value(call.raw_body(), name).value_or("");
  };
  auth::ClientProof proof{field("client_id"), crypto_pool::Secret{field("client_secret")},
                          call.address()};
  const std::string_view header = call.header("authorization");
  if (!proof.client_id.empty() || !header.starts_with("Basic ")) return proof;
  const auto pair = crypto::base64_decode(trimmed(header.substr(6)));
  const size_t colon = pair ? pair->find(':') : std::string::npos;
  if (colon == std::string::npos) return proof;
  proof.client_id = percent_decode(std::string_view{*pair}.substr(0, colon), true).value_or("");
  proof.secret = crypto_pool::Secret{
      percent_decode(std::string_view{*pair}.substr(colon + 1), true).value_or("")};
  return proof;
}

/// What the sign-in's faults are called here.
void answer_fault(const Context& context, const Reply& reply, Errc errc) {
  switch (errc) {
    case Errc::auth_client_rejected:
      return oidc_error(reply, 401, "invalid_client",
                        "Invalid client or Invalid client credentials");
    case Errc::auth_invalid_credentials:
      return oidc_error(reply, 401, "invalid_grant", "Invalid user credentials");
    case Errc::auth_token_invalid:
      return oidc_error(reply, 400, "invalid_grant", "Invalid refresh token");
    case Errc::auth_bad_request:
    case Errc::auth_field_invalid:
      return oidc_error(reply, 400, "invalid_request", "A parameter is missing");
    case Errc::too_many_requests:
      return oidc_error(reply, 429, "slow_down", "Try again");
    case Errc::overloaded:
    case Errc::storage_full:
      return oidc_error(reply, 503, "temporarily_unavailable", "Try again");
    default:
      return oidc_error(reply, context.wire.status_of(Errc::internal), "server_error",
                        "Internal server error");
  }
}

template <class Message, class Atom>
void grant(const Context& context, const Reply& reply, Atom atom, Message message) {
  const auto on_result = [&context, reply](const Result<auth::SignedIn>& result) {
    if (!result.ok()) return answer_fault(context, reply, result.error());
    reply.plain(200, "application/json", oidc_answer(result.value()));
  };
  ask<auth::SignedIn>(*context.gateway, context.actors.sign_in.at(context.next_partition()), reply,
                      on_result, atom, std::move(message));
}

void grant_password(const Context& context, const Call& call, const Reply& reply,
                    auth::ClientProof client) {
  auth::PasswordLogin login;
  login.by = call.origin();
  login.realm = call.trimmed("realm");
  login.user_name = query_value(call.raw_body(), "username").value_or("");
  login.password = crypto_pool::Secret{query_value(call.raw_body(), "password").value_or("")};
  login.client = std::move(client);
  login.client_failure = Errc::auth_client_rejected;
  if (!context.may_try("user " + auth::lower_case(login.user_name)))
    return oidc_error(reply, 429, "slow_down", "Try again");
  grant(context, reply, auth::pwd_atom::value, std::move(login));
}
}  // namespace

void token(const Context& context, const Call& call, Reply reply) {
  if (!known_realm(context, call, reply)) return;
  const std::string realm = call.trimmed("realm");
  const std::string type = query_value(call.raw_body(), "grant_type").value_or("");
  auth::ClientProof client = client_of(call);
  if (client.client_id.empty()) {
    return oidc_error(reply, 401, "invalid_client", "Invalid client or Invalid client credentials");
  }
  if (!context.may_try("client " + client.client_id))
    return oidc_error(reply, 429, "slow_down", "Try again");
  if (type == "password") return grant_password(context, call, reply, std::move(client));
  if (type == "client_credentials") {
    return grant(context, reply, auth::secret_atom::value,
                 auth::ClientLogin{{}, std::move(client), realm});
  }
  if (type == "refresh_token") {
    auto presented = query_value(call.raw_body(), "refresh_token").value_or("");
    return grant(
        context, reply, auth::renew_atom::value,
        auth::Renewal{{}, std::move(presented), std::move(client), true, realm, call.origin()});
  }
  oidc_error(reply, 400, type.empty() ? "invalid_request" : "unsupported_grant_type",
             type.empty() ? "Missing form parameter: grant_type" : "Unsupported grant_type");
}
}  // namespace http
