// http/admin/admin_code_http.cc: one-time codes of the admin service. The flows are the auth
// manager's; the words are the admin service's (auth sheet 8.1).
#include "http/admin/admin_call.h"
#include "http/admin/registration_http.h"
#include "http/authmanager/code_wire.h"

namespace http {
namespace {
void send_admin_code(const Context& context, const Call& call, const Reply& reply,
                     const std::string& app_id_fallback) {
  AdminFields fields{call};
  auth::SendCode request;
  request.by = call.origin();
  request.user_id = fields.required("userid", "username");
  request.user_id_type = fields.text_or("useridtype", context.admin.user_id_type);
  request.app_id = fields.app_id(app_id_fallback);
  request.context = fields.text_or("context", context.admin.code_context);
  auto channels = channel_names(fields.request());
  if (!channels) fields.refuse("request.otpchannel must be a list of texts");
  if (!request.context.empty() && !is_code_context(request.context))
    fields.refuse("request.context must be small letters, digits and hyphens");
  if (!fields.ok()) return reply.faults(fields.faults());
  request.channels = std::move(*channels);
  request.variables = variables_of(fields.request());
  if (!may_try_as(context, reply, request.user_id)) return;
  ask_sign_in<auth::CodeSent>(
      context, reply, Errc::admin_user_not_found,
      [reply](const auth::CodeSent& sent) {
        reply.value(sent.blocked ? status_json("failure", "USER_BLOCKED")
                                 : status_json("success", "OTP had been sent successfully"));
      },
      auth::send_code_atom::value, std::move(request));
}
}  // namespace

void admin_send_otp(const Context& context, const Call& call, Reply reply) {
  send_admin_code(context, call, reply, {});
}
void admin_send_otp_of_reference(const Context& context, const Call& call, Reply reply) {
  send_admin_code(context, call, reply, context.admin.app_id);
}

void admin_sign_in_code(const Context& context, const Call& call, Reply reply) {
  AdminFields fields{call};
  auth::CodeLogin login;
  login.by = call.origin();
  login.user_id = fields.required("userid", "username");
  login.code = fields.required("otp");
  login.app_id = std::string{trimmed(fields.request().text({"appid"}).value)};
  if (!fields.ok()) return reply.faults(fields.faults());
  if (!may_try_as(context, reply, login.user_id)) return;
  open_session(context, reply, Errc::admin_invalid_credentials, "OTP validation is successfull",
               auth::code_atom::value, std::move(login));
}
}  // namespace http
