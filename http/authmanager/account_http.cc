// http/authmanager/account_http.cc: the admin service's questions in the auth manager's words. No
// rule, no storage.
#include "http/authmanager/account_http.h"

#include "http/authmanager/registration_fields.h"
#include "http/authmanager/sign_in_wire.h"
#include "http/authmanager/user_json.h"
#include "http/context.h"
#include "http/json_text.h"
#include "http/required_fields.h"

namespace http {
namespace {
/// `refused`: what a proof that does not hold is called.
Faults in_our_words(Faults faults, Errc refused = Errc::auth_invalid_credentials) {
  for (Fault& fault : faults) {
    if (fault.errc == Errc::auth_invalid_credentials) fault.errc = refused;
    if (fault.errc == Errc::account_user_not_found) fault.errc = Errc::user_not_found;
    if (fault.errc == Errc::admin_field_invalid) fault.errc = Errc::auth_field_invalid;
  }
  return faults;
}

/// Success: `message`. A new session, if one was opened, is nobody's: the caller has its own token.
template <class T, class Atom, class Request>
void ask_account(const Context& context, const Reply& reply, std::string_view message, Atom atom,
                 Request request, Errc refused = Errc::auth_invalid_credentials) {
  const auto on_result = [reply, message, refused](const Result<T>& result) {
    if (!result.ok()) return reply.faults(in_our_words(result.faults(), refused));
    reply.value(status_json("Success", message));
  };
  ask<T>(*context.gateway, context.actors.sign_in.at(context.next_partition()), reply, on_result,
         atom, std::move(request));
}

/// Success: the user's name, as the reference tells it.
template <class T, class Atom, class Request>
void ask_for_name(const Context& context, const Reply& reply, const std::string& user_name,
                  Atom atom, Request request) {
  const auto on_result = [reply, user_name](const Result<T>& result) {
    if (!result.ok()) return reply.faults(in_our_words(result.faults()));
    reply.value(one_field("userName", user_name));
  };
  ask<T>(*context.gateway, context.actors.sign_in.at(context.next_partition()), reply, on_result,
         atom, std::move(request));
}

/// The user of the path's number, written by `render`.
template <class Render>
void ask_by_mobile(const Context& context, const Call& call, const Reply& reply, Render render) {
  const auto on_result = [reply, render](const Result<auth::User>& result) {
    if (result.ok()) return reply.value(render(result.value()));
    const bool is_missing = result.error() == Errc::account_user_not_found;
    is_missing ? reply.fault(Errc::user_mobile_missing) : reply.faults(result.faults());
  };
  ask<auth::User>(*context.gateway, context.actors.sign_in.at(context.next_partition()), reply,
                  on_result, auth::mobile_atom::value,
                  auth::FindByMobile{call.trimmed("appid"), call.trimmed("mobilenumber"),
                                     call.caller(), call.origin()});
}

bool may_try_account(const Context& context, const Reply& reply, const std::string& user_name) {
  if (context.may_try("user " + auth::lower_case(user_name))) return true;
  reply.fault(Errc::too_many_requests);
  return false;
}

/// As it is: blanks count.
std::string password_in(RequiredFields& fields, const Call& call, std::string_view name) {
  std::string password = call.request().text({name}).value;
  if (password.empty() && call.request().present()) fields.add(name, "should not be null or empty");
  return password;
}
}  // namespace

void unblock_account(const Context& context, const Call& call, Reply reply) {
  ask_account<Done>(
      context, reply, "Successfully Unblocked", auth::unblk_atom::value,
      auth::Unblock{call.trimmed("appid"), call.trimmed("userid"), call.caller(), call.origin()});
}

void change_account_password(const Context& context, const Call& call, Reply reply) {
  RequiredFields fields{call.request(), Errc::auth_field_invalid};
  auth::ChangePassword request;
  request.by = call.origin();
  request.app_id = call.trimmed("appid");
  request.user_name = fields.required("userId");
  request.old_password = crypto_pool::Secret{password_in(fields, call, "oldPassword")};
  request.new_password = crypto_pool::Secret{password_in(fields, call, "newPassword")};
  if (!fields.ok()) return reply.faults(fields.faults());
  if (!may_try_account(context, reply, request.user_name)) return;
  // Of a user that there is not, too: who asks does not learn which it was.
  ask_account<auth::SignedIn>(context, reply, "Successfully changed", auth::change_atom::value,
                              std::move(request), Errc::account_old_password);
}

void reset_account_password(const Context& context, const Call& call, Reply reply) {
  RequiredFields fields{call.request(), Errc::auth_field_invalid};
  auth::ResetPassword request;
  request.by = call.origin();
  request.app_id = call.trimmed("appid");
  request.user_name = fields.required("userId");
  request.new_password = crypto_pool::Secret{password_in(fields, call, "newPassword")};
  request.caller = call.caller();
  if (!fields.ok()) return reply.faults(fields.faults());
  if (!may_try_account(context, reply, request.user_name)) return;
  ask_account<auth::SignedIn>(context, reply, "Successfully the password has been reset",
                              auth::reset_atom::value, std::move(request));
}

void add_account(const Context& context, const Call& call, Reply reply) {
  RequiredFields fields{call.request(), Errc::auth_field_invalid};
  auth::Register request;
  request.by = call.origin();
  const auth::User& user = request.user;
  request.user.user_name = fields.required("userName");
  read_person(fields, request);
  request.app_id = fields.required("appId");
  request.link = fields.optional("ridValidationUrl");
  request.caller = call.caller();
  if (!fields.ok()) return reply.faults(fields.faults());
  if (!may_try_account(context, reply, user.user_name)) return;
  if (!may_try_addresses(context, user)) return reply.fault(Errc::too_many_requests);
  const std::string name = user.user_name;
  ask_for_name<auth::User>(context, reply, name, auth::register_atom::value, std::move(request));
}

void add_account_password(const Context& context, const Call& call, Reply reply) {
  RequiredFields fields{call.request(), Errc::auth_field_invalid};
  auth::SetFirstPassword request;
  request.by = call.origin();
  request.user_name = fields.required("userName");
  request.rid = fields.required("rid");
  request.password = crypto_pool::Secret{password_in(fields, call, "password")};
  request.app_id = fields.required("appId");
  request.caller = call.caller();
  if (!fields.ok()) return reply.faults(fields.faults());
  if (!may_try_account(context, reply, request.user_name)) return;
  const std::string name = request.user_name;
  ask_for_name<Done>(context, reply, name, auth::first_atom::value, std::move(request));
}

void name_by_mobile(const Context& context, const Call& call, Reply reply) {
  ask_by_mobile(context, call, reply,
                [](const auth::User& user) { return one_field("userName", user.user_name); });
}

void detail_by_mobile(const Context& context, const Call& call, Reply reply) {
  ask_by_mobile(context, call, reply, user_json);
}
}  // namespace http
