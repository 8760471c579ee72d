// http/authmanager/token_http.cc: asking about a token, renewing it, ending it. No rule, no
// storage.
#include "http/auth.h"
#include "http/authmanager/authmanager_http.h"
#include "http/context.h"
#include "http/cookies.h"
#include "http/json_text.h"

namespace http {
namespace {
void write_or_null(JsonWriter& writer, std::string_view key, std::string_view text) {
  if (!text.empty()) return write_field(writer, key, text);
  write_key(writer, key);
  writer.Null();
}

/// Joined with a comma behind each, also the last: consumers split it (auth sheet 6.5).
std::string role_text(const std::vector<std::string>& roles) {
  std::string out;
  for (const std::string& role : roles) out += role + ',';
  return out;
}

/// The user of auth sheet 6.5: nine keys, always, in this order.
std::string token_user_json(const auth::Claims& claims, std::string_view token) {
  JsonBuffer buffer;
  JsonWriter writer{buffer};
  writer.StartObject();
  write_field(writer, "userId", claims.user_name);
  write_or_null(writer, "mobile", claims.mobile);
  write_or_null(writer, "mail", claims.email);
  write_or_null(writer, "langCode", {});
  write_or_null(writer, "userPassword", {});
  write_field(writer, "name", claims.user_name);
  write_field(writer, "role", role_text(claims.roles));
  write_field(writer, "token", token);
  write_or_null(writer, "rid", claims.rid);
  writer.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

/// What a service says when no token came.
struct MissingToken {
  Errc no_cookies = Errc::auth_cookies_empty;
  Errc not_in_cookies = Errc::auth_token_not_in_cookies;
};

/// The token, or nothing after having answered why there is none.
std::optional<std::string> token_or_answer(const Context& context, const Call& call,
                                           const Reply& reply, MissingToken missing = {}) {
  const TokenSource source = token_in(context, call.wire());
  if (source.kind == TokenSource::Kind::token) return std::string{source.token};
  reply.fault(source.kind == TokenSource::Kind::no_credentials ? missing.no_cookies
                                                               : missing.not_in_cookies);
  return std::nullopt;
}

void tell_about(const Context& context, const Reply& reply, const std::string& token) {
  const auto principal = verify_token(context, token);
  if (!principal.ok()) {
    return reply.fault(principal.error() == auth::VerifyErrc::audience ? Errc::forbidden
                                                                       : Errc::auth_token_invalid);
  }
  reply.value(token_user_json(principal.value()->claims, token), token_cookie(context, token));
}

template <class Answer>
void renew(const Context& context, const Call& call, const Reply& reply, Answer answer) {
  const std::string_view cookie = cookie_containing(call.wire(), refresh_cookie_name);
  if (cookie.empty()) return reply.fault(Errc::auth_refresh_cookie_missing);
  auth::Renewal renewal;
  renewal.by = call.origin();
  renewal.app_id = call.trimmed("appid");
  renewal.refresh_token = cookie;
  renewal.client = {call.body().text({"clientID"}).value,
                    crypto_pool::Secret{call.body().text({"clientSecret"}).value}, call.address()};
  const auto on_result = [reply, answer](const Result<auth::SignedIn>& result) {
    if (!result.ok()) return reply.faults(result.faults());
    answer(result.value());
  };
  ask<auth::SignedIn>(*context.gateway, context.actors.sign_in.at(context.next_partition()), reply,
                      on_result, auth::renew_atom::value, std::move(renewal));
}

std::string renewed_json(const auth::SignedIn& signed_in) {
  JsonBuffer buffer;
  JsonWriter writer{buffer};
  writer.StartObject();
  write_field(writer, "token", signed_in.access_token);
  write_field(writer, "refreshToken", signed_in.refresh_token);
  write_key(writer, "expiryTime");
  writer.Int64(signed_in.expires_in);
  write_key(writer, "refreshExpiryTime");
  writer.Int64(signed_in.refresh_expires_in);
  for (const std::string_view key : {"userId", "status", "message"}) write_or_null(writer, key, {});
  writer.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

/// Ends the session of the request's token; `response_json` is the success.
void end_session(const Context& context, const Call& call, std::string token, const Reply& reply,
                 std::string_view response_json) {
  const auto on_result = [&context, reply,
                          json = std::string{response_json}](const Result<Done>& result) {
    if (!result.ok()) return reply.faults(result.faults());
    reply.value(json, cleared_cookies(context));
  };
  ask<Done>(*context.gateway, context.actors.sign_in.at(context.next_partition()), reply, on_result,
            auth::leave_atom::value, auth::EndSession{std::move(token), false, call.origin()});
}
}  // namespace

void validate_token(const Context& context, const Call& call, Reply reply) {
  if (const auto token = token_or_answer(context, call, reply)) tell_about(context, reply, *token);
}

void validate_token_of_admin(const Context& context, const Call& call, Reply reply) {
  constexpr MissingToken missing{Errc::admin_cookies_empty, Errc::admin_token_not_in_cookies};
  if (const auto token = token_or_answer(context, call, reply, missing))
    tell_about(context, reply, *token);
}

void invalidate_token(const Context& context, const Call& call, Reply reply) {
  auto token = token_or_answer(context, call, reply);
  if (!token) return;
  end_session(context, call, std::move(*token), reply,
              R"({"message":"Token invalidated successfully","status":"success"})");
}

void log_out_user(const Context& context, const Call& call, Reply reply) {
  const TokenSource source = token_in(context, call.wire());
  if (source.kind != TokenSource::Kind::token) return reply.fault(Errc::auth_token_missing);
  end_session(context, call, std::string{source.token}, reply,
              R"({"status":"Success","message":"successfully loggedout"})");
}

void refresh_token(const Context& context, const Call& call, Reply reply) {
  renew(context, call, reply, [&context, reply](const auth::SignedIn& signed_in) {
    reply.value(R"({"status":"SUCCESS","message":"Access token refreshed"})",
                session_cookies(context, signed_in.access_token, signed_in.refresh_token));
  });
}

void refresh_token_internal(const Context& context, const Call& call, Reply reply) {
  renew(context, call, reply,
        [reply](const auth::SignedIn& signed_in) { reply.value(renewed_json(signed_in)); });
}
}  // namespace http
