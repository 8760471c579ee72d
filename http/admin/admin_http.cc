// http/admin/admin_http.cc: signing in to the admin service, its start page and its accounts. No
// rule, no storage.
#include "http/admin/admin_http.h"

#include "actors/base/text.h"
#include "http/admin/admin_call.h"
#include "http/admin/admin_fields.h"
#include "http/auth.h"
#include "http/authmanager/sign_in_wire.h"
#include "http/context.h"
#include "http/cookies.h"
#include "http/json_text.h"

namespace http {
namespace {
void write_list(JsonWriter& writer, std::string_view key, const std::vector<std::string>& texts) {
  write_key(writer, key);
  writer.StartArray();
  for (const auto& text : texts) write_text(writer, text);
  writer.EndArray();
}

/// The seed's spelling and the reference's.
std::string factors_json(const std::vector<std::string>& factors) {
  std::vector<std::string> capitals;
  for (const auto& factor : factors) capitals.push_back(text::in_capitals(factor));
  JsonBuffer buffer;
  JsonWriter writer{buffer};
  writer.StartObject();
  write_list(writer, "authtypes", capitals);
  write_list(writer, "authTypes", factors);
  writer.EndObject();
  return text_in(buffer);
}

std::string cards_json(const std::vector<MasterCard>& cards) {
  JsonBuffer buffer;
  JsonWriter writer{buffer};
  writer.StartObject();
  write_key(writer, "masterdata");
  writer.StartArray();
  for (const auto& card : cards) {
    writer.StartObject();
    write_field(writer, "dataCode", card.code);
    write_field(writer, "displayName", card.label);
    writer.EndObject();
  }
  writer.EndArray();
  writer.EndObject();
  return text_in(buffer);
}

std::string joined(const std::vector<std::string>& roles) {
  std::string out = "[";
  for (const auto& role : roles) out.append(out.size() > 1 ? ", " : "").append(role);
  return out + "]";
}

void change(const Context& context, const Call& call, const Reply& reply,
            const std::string& app_id_fallback) {
  AdminFields fields{call};
  auth::ChangePassword request;
  request.by = call.origin();
  request.user_name = fields.required("username", "userid");
  request.old_password = crypto_pool::Secret{fields.password("oldpassword")};
  request.new_password = crypto_pool::Secret{fields.password("newpassword")};
  request.app_id = fields.app_id(app_id_fallback);
  if (!fields.ok()) return reply.faults(fields.faults());
  if (!may_try_as(context, reply, request.user_name)) return;
  open_session(context, reply, Errc::account_credentials, "New password been set successfully",
               auth::change_atom::value, std::move(request));
}

void reset(const Context& context, const Call& call, const Reply& reply,
           const std::string& app_id_fallback) {
  AdminFields fields{call};
  auth::ResetPassword request;
  request.user_name = fields.required("username", "userid");
  request.new_password = crypto_pool::Secret{fields.password("newpassword")};
  request.app_id = fields.app_id(app_id_fallback);
  request.caller = caller_of(context, call);
  request.by = origin_of(call, request.caller);
  if (!fields.ok()) return reply.faults(fields.faults());
  if (!may_try_as(context, reply, request.user_name)) return;
  open_session(context, reply, Errc::account_credentials, "Password reset successfully",
               auth::reset_atom::value, std::move(request));
}
}  // namespace

void auth_factors(const Context& context, const Call& call, Reply reply) {
  const std::string user_name = call.trimmed("userid");
  if (!may_try_as(context, reply, user_name)) return;
  ask_sign_in<auth::User>(
      context, reply, Errc::admin_factors_user_not_found,
      [&context, reply](const auth::User& user) {
        const auto factors = context.admin.factors.factors_of(user.roles);
        if (!factors) return reply.fault(Errc::admin_no_policy, {joined(user.roles)});
        reply.value(factors_json(*factors));
      },
      auth::find_atom::value, auth::FindAccount{context.admin.app_id, user_name, call.origin()});
}

void log_in_admin(const Context& context, const Call& call, Reply reply) {
  AdminFields fields{call};
  auth::PasswordLogin login;
  login.by = call.origin();
  login.user_name = fields.required("username", "userid");
  login.password = crypto_pool::Secret{fields.password("password")};
  login.app_id = fields.app_id({});
  if (!fields.ok()) return reply.faults(fields.faults());
  if (!may_try_as(context, reply, login.user_name)) return;
  open_session(context, reply, Errc::admin_invalid_credentials,
               "Username and password combination had been validated successfully",
               auth::pwd_atom::value, std::move(login));
}

void log_out_admin(const Context& context, const Call& call, Reply reply) {
  // Expired tokens too: who is not signed in cannot sign out (auth sheet 8.1).
  if (!caller_of(context, call)) return reply.fault(Errc::admin_token_wrong);
  const auto on_result = [&context, reply](const Result<Done>& result) {
    const bool is_wrong = !result.ok() && (result.error() == Errc::auth_token_invalid ||
                                           result.error() == Errc::auth_token_unknown);
    if (is_wrong) return reply.fault(Errc::admin_token_wrong);
    if (!result.ok()) return reply.faults(in_admin_words(result.faults(), Errc::admin_token_wrong));
    reply.value(status_json("success", "Username has been logged out successfully"),
                cleared_cookies(context));
  };
  ask<Done>(
      *context.gateway, context.actors.sign_in.at(context.next_partition()), reply, on_result,
      auth::leave_atom::value,
      auth::EndSession{std::string{token_in(context, call.wire()).token}, false, call.origin()});
}

void required_roles(const Context& context, const Call&, Reply reply) {
  JsonBuffer buffer;
  JsonWriter writer{buffer};
  writer.StartObject();
  write_list(writer, "roles", context.admin.required_roles);
  writer.EndObject();
  reply.value(text_in(buffer));
}

void master_cards(const Context& context, const Call& call, Reply reply) {
  const auto& cards = context.admin.cards;
  std::string language = call.trimmed("languagecode");
  if (language.empty()) language = cards.first_language();
  const auto* found = cards.of(language);
  if (found == nullptr) return reply.fault(Errc::admin_language_missing);
  reply.value(cards_json(*found));
}

void unblock_user(const Context& context, const Call& call, Reply reply) {
  std::string user_name = call.trimmed("userid");
  if (user_name.empty()) user_name = trimmed(call.query("userid").value_or(""));
  ask_sign_in<Done>(
      context, reply, Errc::account_user_not_found,
      [reply](Done) {
        reply.value(R"({"Status":"SUCCESS","Message":"The user had been succesfully unblocked",)"
                    R"("status":"SUCCESS","message":"The user had been succesfully unblocked"})");
      },
      auth::unblk_atom::value,
      auth::Unblock{context.admin.app_id, user_name, call.caller(), call.origin()});
}

void change_password(const Context& context, const Call& call, Reply reply) {
  change(context, call, reply, {});
}
void change_password_of_reference(const Context& context, const Call& call, Reply reply) {
  change(context, call, reply, context.admin.app_id);
}
void reset_password(const Context& context, const Call& call, Reply reply) {
  reset(context, call, reply, {});
}
void reset_password_of_reference(const Context& context, const Call& call, Reply reply) {
  reset(context, call, reply, context.admin.app_id);
}
}  // namespace http
