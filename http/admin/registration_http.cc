// http/admin/registration_http.cc: registration and user names of the admin service. No rule, no
// storage.
#include "http/admin/registration_http.h"

#include "http/admin/admin_call.h"
#include "http/authmanager/registration_fields.h"
#include "http/json_text.h"

namespace http {
namespace {
/// What the seed prints and the one field of the reference.
std::string registered_json(std::string_view message, std::string_view user_name) {
  JsonBuffer buffer;
  JsonWriter writer{buffer};
  writer.StartObject();
  write_field(writer, "status", "success");
  write_field(writer, "message", message);
  write_field(writer, "userName", user_name);
  writer.EndObject();
  return text_in(buffer);
}

std::string user_name_json(std::string_view user_name) {
  JsonBuffer buffer;
  JsonWriter writer{buffer};
  writer.StartObject();
  write_field(writer, "userName", user_name);
  for (const auto& [status, message] : {std::pair{"Status", "Message"}, {"status", "message"}}) {
    write_field(writer, status, "SUCCESS");
    write_field(writer, message, "The username is found");
  }
  writer.EndObject();
  return text_in(buffer);
}

/// False, and the call is answered, when fields are wrong, a token is bad or the user has tried too
/// often.
bool may_go_on(const Context& context, const Call& call, const Reply& reply,
               const AdminFields& fields, const std::string& user_name) {
  if (!fields.ok()) return reply.faults(fields.faults()), false;
  if (has_bad_token(context, call)) return reply.fault(Errc::account_credentials), false;
  return may_try_as(context, reply, user_name);
}

void find_user_name(const Context& context, const Call& call, const Reply& reply, Errc nobody) {
  const auto on_result = [reply, nobody](const Result<auth::User>& result) {
    if (result.ok()) return reply.value(user_name_json(result.value().user_name));
    if (result.error() == Errc::account_user_not_found) return reply.fault(nobody);
    reply.faults(in_admin_words(result.faults(), Errc::account_credentials));
  };
  ask<auth::User>(*context.gateway, context.actors.sign_in.at(context.next_partition()), reply,
                  on_result, auth::mobile_atom::value,
                  auth::FindByMobile{context.admin.app_id, call.trimmed("mobilenumber"),
                                     call.caller(), call.origin()});
}
}  // namespace

void register_user(const Context& context, const Call& call, Reply reply) {
  AdminFields fields{call};
  auth::Register request;
  const auth::User& user = request.user;
  request.user.user_name = fields.required("username", "userid");
  read_person(fields, request);
  request.app_id = fields.app_id({});
  request.link = std::string{trimmed(fields.request().text({"ridValidationUrl"}).value)};
  request.caller = caller_of(context, call);
  request.by = origin_of(call, request.caller);
  if (!may_go_on(context, call, reply, fields, user.user_name)) return;
  // How many registrations wait at all is bounded by their partitions.
  if (!may_try_addresses(context, user)) return reply.fault(Errc::too_many_requests);
  ask_sign_in<auth::User>(
      context, reply, Errc::account_credentials,
      [reply](const auth::User& made) {
        reply.value(registered_json("User created successfully", made.user_name));
      },
      auth::register_atom::value, std::move(request));
}

void register_rid(const Context& context, const Call& call, Reply reply) {
  AdminFields fields{call};
  auth::NameRid request;
  request.user_name = fields.required("username", "userid");
  request.rid = fields.required("rid");
  request.app_id = fields.app_id({});
  request.caller = caller_of(context, call);
  request.by = origin_of(call, request.caller);
  if (!may_go_on(context, call, reply, fields, request.user_name)) return;
  const std::string name = request.user_name;
  ask_sign_in<auth::CodeSent>(
      context, reply, Errc::account_credentials,
      [reply, name](const auth::CodeSent& sent) {
        reply.value(sent.blocked
                        ? status_json("failure", "USER_BLOCKED")
                        : registered_json("Rid verification mail sent successfully", name));
      },
      auth::rid_atom::value, std::move(request));
}

void set_first_password(const Context& context, const Call& call, Reply reply) {
  AdminFields fields{call};
  auth::SetFirstPassword request;
  request.user_name = fields.required("username", "userid");
  request.rid = fields.required("rid");
  request.password = crypto_pool::Secret{fields.password("password")};
  request.app_id = fields.app_id({});
  request.caller = caller_of(context, call);
  request.by = origin_of(call, request.caller);
  if (!may_go_on(context, call, reply, fields, request.user_name)) return;
  const std::string name = request.user_name;
  ask_sign_in<Done>(
      context, reply, Errc::account_credentials,
      [reply, name](Done) {
        reply.value(registered_json("Password created successfully for user", name));
      },
      auth::first_atom::value, std::move(request));
}

void user_name_by_mobile(const Context& context, const Call& call, Reply reply) {
  find_user_name(context, call, reply, Errc::account_user_not_found);
}
void user_name_by_mobile_of_reference(const Context& context, const Call& call, Reply reply) {
  find_user_name(context, call, reply, Errc::user_mobile_missing);
}
}  // namespace http
