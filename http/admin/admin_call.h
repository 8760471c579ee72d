// http/admin/admin_call.h: how the admin endpoints ask the sign-in actor, and who asks.
#pragma once
#include <string>
#include <string_view>
#include <utility>

#include "actors/auth/principal.h"
#include "http/admin/admin_fields.h"
#include "http/authmanager/sign_in_wire.h"
#include "http/context.h"
#include "http/cookies.h"

namespace http {
/// Asks; a fault is answered in the admin service's words, wrong credentials as `credentials`.
template <class T, class Answer, class Atom, class Request>
void ask_sign_in(const Context& context, const Reply& reply, Errc credentials, Answer answer,
                 Atom atom, Request request) {
  const auto on_result = [reply, credentials, answer](const Result<T>& result) {
    if (!result.ok()) return reply.faults(in_admin_words(result.faults(), credentials));
    answer(result.value());
  };
  ask<T>(*context.gateway, context.actors.sign_in.at(context.next_partition()), reply, on_result,
         atom, std::move(request));
}

/// Success: `message`, and the new session's cookies. A key that is frozen: USER_BLOCKED.
template <class Atom, class Request>
void open_session(const Context& context, const Reply& reply, Errc credentials,
                  std::string_view message, Atom atom, Request request) {
  ask_sign_in<auth::SignedIn>(
      context, reply, credentials,
      [&context, reply, message](const auth::SignedIn& signed_in) {
        if (signed_in.blocked) return reply.value(status_json("failure", "USER_BLOCKED"));
        reply.value(status_json("success", message),
                    session_cookies(context, signed_in.access_token, signed_in.refresh_token));
      },
      atom, std::move(request));
}

/// Counts a try of this user; false, and the call is answered, when there were too many.
bool may_try_as(const Context& context, const Reply& reply, const std::string& user_name);

/// Who holds the request's token, on an endpoint that asks for none; null when there is no token or
/// it is not good.
auth::PrincipalPtr caller_of(const Context& context, const Call& call);
/// For the audit record of what such an endpoint changes: `caller` (of caller_of), if there is one.
audit::Origin origin_of(const Call& call, const auth::PrincipalPtr& caller);
/// Whether there is a token that is not good.
bool has_bad_token(const Context& context, const Call& call);
}  // namespace http
