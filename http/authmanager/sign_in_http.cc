// http/authmanager/sign_in_http.cc: signing in by password and by client secret. No rule, no
// storage.
#include "http/authmanager/authmanager_http.h"
#include "http/authmanager/sign_in_wire.h"
#include "http/context.h"
#include "http/cookies.h"

namespace http {
namespace {
constexpr std::string_view user_message =
    "Username and password combination had been validated successfully";
constexpr std::string_view text_fields[] = {"appId",    "userName",  "userId",      "password",
                                            "clientId", "secretKey", "clientSecret"};

auth::PasswordLogin password_login(const Call& call, const Fields& request) {
  auth::PasswordLogin login;
  login.by = call.origin();
  login.app_id = request.text({"appId"}).value;
  login.user_name = request.text({"userName", "userId"}).value;
  login.password = crypto_pool::Secret{request.text({"password"}).value};
  login.client = {request.text({"clientId"}).value,
                  crypto_pool::Secret{request.text({"secretKey", "clientSecret"}).value},
                  call.address()};
  return login;
}

/// Checks what both password logins check, and asks. `answer` renders a success.
template <class Answer>
void sign_in_by_password(const Context& context, const Call& call, const Reply& reply,
                         Answer answer) {
  if (auto fault = envelope_fault(call, text_fields)) {
    return reply.fault(Errc::auth_field_invalid, {std::move(*fault)});
  }
  const Fields request = call.request();
  auth::PasswordLogin login = password_login(call, request);
  if (!context.may_try("user " + auth::lower_case(login.user_name)))
    return reply.fault(Errc::too_many_requests);
  const auto on_result = [reply, answer](const Result<auth::SignedIn>& result) {
    if (!result.ok()) return reply.faults(result.faults());
    answer(result.value());
  };
  ask<auth::SignedIn>(*context.gateway, context.actors.sign_in.at(context.next_partition()), reply,
                      on_result, auth::pwd_atom::value, std::move(login));
}
}  // namespace

void sign_in_user(const Context& context, const Call& call, Reply reply) {
  sign_in_by_password(context, call, reply, [&context, reply](const auth::SignedIn& signed_in) {
    auto headers = session_cookies(context, signed_in.access_token, signed_in.refresh_token);
    headers.emplace_back(context.tokens.name, signed_in.access_token);
    reply.value(status_json("success", user_message), std::move(headers));
  });
}

void sign_in_user_internal(const Context& context, const Call& call, Reply reply) {
  sign_in_by_password(context, call, reply, [reply](const auth::SignedIn& signed_in) {
    reply.value(tokens_json(signed_in, user_message, {}));
  });
}

void sign_in_client(const Context& context, const Call& call, Reply reply) {
  if (auto fault = envelope_fault(call, text_fields)) {
    return reply.fault(Errc::auth_field_invalid, {std::move(*fault)});
  }
  const Fields request = call.request();
  auth::ClientLogin login{
      request.text({"appId"}).value,
      {request.text({"clientId"}).value,
       crypto_pool::Secret{request.text({"secretKey", "clientSecret"}).value}, call.address()}};
  if (!context.may_try("client " + login.client.client_id))
    return reply.fault(Errc::too_many_requests);
  const auto on_result = [&context, reply](const Result<auth::SignedIn>& result) {
    if (!result.ok()) return reply.faults(result.faults());
    auto headers = token_cookie(context, result.value().access_token);
    headers.emplace_back(context.tokens.name, result.value().access_token);
    // The capital S is the seed's, here alone.
    reply.value(
        status_json("Success", "Clientid and Token combination had been validated successfully"),
        std::move(headers));
  };
  ask<auth::SignedIn>(*context.gateway, context.actors.sign_in.at(context.next_partition()), reply,
                      on_result, auth::secret_atom::value, std::move(login));
}
}  // namespace http
