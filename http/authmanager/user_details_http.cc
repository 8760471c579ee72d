// http/authmanager/user_details_http.cc: translates, and decides who may ask about whom.
#include "http/authmanager/user_details_http.h"

#include <charconv>
#include <span>

#include "http/authmanager/user_json.h"
#include "http/context.h"
#include "http/json_text.h"

namespace http {
namespace {
using Users = std::vector<auth::User>;
constexpr uint64_t page_start_max = 1'000'000'000;

/// The realm of the path's application; nothing after having answered that there is none.
std::optional<std::string> realm_or_answer(const Context& context, const Call& call,
                                           const Reply& reply) {
  const auto app = context.issuer.apps.find(call.trimmed("appid"));
  if (app.ok()) return app.value().realm;
  reply.faults(app.faults());
  return std::nullopt;
}

/// The names in request.userDetails, or nothing after having answered what is wrong with them.
std::optional<std::vector<std::string>> names_or_answer(const Call& call, const Reply& reply) {
  const auto refuse = [&reply](const std::string& text) {
    reply.fault(Errc::auth_field_invalid, {text});
    return std::nullopt;
  };
  if (!call.request().present()) return refuse("request must not be null");
  auto names = call.request().texts("userDetails");
  if (!names) return refuse("request.userDetails must be a list of texts");
  if (names->empty()) return refuse("request.userDetails should not be null or empty");
  if (names->size() > auth::users_by_name_max)
    return refuse("request.userDetails must not hold more than " +
                  std::to_string(auth::users_by_name_max) + " names");
  return names;
}

/// The users that the body names, written by `render`.
void users_by_name(const Context& context, const Call& call, const Reply& reply,
                   std::string (*render)(std::span<const auth::User>)) {
  auto names = names_or_answer(call, reply);
  if (!names) return;
  forward<Users>(
      *context.gateway, context.actors.user_desk, reply,
      [render](const Users& users) { return render(users); }, auth::named_atom::value,
      auth::UsersByName{call.trimmed("appid"), std::move(*names), call.origin()});
}

/// A whole number in the query; 0 when it is missing, nothing when it is something else.
std::optional<uint64_t> number_in_query(const Call& call, std::string_view name, uint64_t max) {
  const std::string text{trimmed(call.query(name).value_or(""))};
  uint64_t number = 0;
  if (text.empty()) return number;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (read.ec != std::errc{} || read.ptr != end || number > max) return std::nullopt;
  return number;
}

auth::UserFilter filter_of(const Call& call) {
  const auto text = [&call](std::string_view name) {
    return std::string{trimmed(call.query(name).value_or(""))};
  };
  auth::UserFilter filter;
  filter.role = text("roleName");
  if (!filter.role.empty()) return filter;
  filter.user_name = text("userName");
  filter.email = text("email");
  filter.first_name = text("firstName");
  filter.last_name = text("lastName");
  filter.search = text("search");
  return filter;
}

/// Asks about one user, of whom the caller may know; `answer(user)`, or `missing` when there is
/// none.
template <class Answer>
void about_user(const Context& context, const Call& call, const Reply& reply, Errc missing,
                Answer answer) {
  const auto realm = realm_or_answer(context, call, reply);
  if (!realm) return;
  std::string user_name = call.trimmed("userid");
  const auth::Principal& caller = *call.caller();
  const bool may_ask = auth::allows(context.users.roles, caller.roles);
  if (!may_ask && !auth::is_user(caller, *realm, user_name)) return reply.fault(Errc::forbidden);
  // The name may have been another's, whose registration lapsed.
  const std::string own_uuid = may_ask ? std::string{} : caller.claims.subject;
  const auto on_result = [reply, missing, answer, own_uuid](const Result<Users>& result) {
    if (!result.ok()) return reply.faults(result.faults());
    if (result.value().empty()) return reply.fault(missing);
    if (!own_uuid.empty() && result.value().front().uuid != own_uuid)
      return reply.fault(Errc::forbidden);
    answer(reply, result.value().front());
  };
  ask<Users>(*context.gateway, context.actors.user_desk, reply, on_result, auth::named_atom::value,
             auth::UsersByName{call.trimmed("appid"), {std::move(user_name)}, call.origin()});
}

/// One id of one user; `missing` also when it has none.
void one_id(const Context& context, const Call& call, const Reply& reply, Errc missing,
            std::string auth::User::* id, std::string_view key) {
  about_user(context, call, reply, missing,
             [missing, id, key](const Reply& to, const auth::User& user) {
               if ((user.*id).empty()) return to.fault(missing);
               to.value(one_field(key, user.*id));
             });
}
}  // namespace

void list_roles(const Context& context, const Call& call, Reply reply) {
  if (realm_or_answer(context, call, reply)) reply.value(roles_json(context.users.role_names));
}

void user_details(const Context& context, const Call& call, Reply reply) {
  users_by_name(context, call, reply, users_json);
}

void detailed_users(const Context& context, const Call& call, Reply reply) {
  users_by_name(context, call, reply, detailed_users_json);
}

void find_users(const Context& context, const Call& call, Reply reply) {
  const auto start = number_in_query(call, "pageStart", page_start_max);
  const auto fetch = number_in_query(call, "pageFetch", page_start_max);
  if (!start || !fetch) {
    return reply.fault(Errc::auth_field_invalid, {std::string{start ? "pageFetch" : "pageStart"} +
                                                  " must be a whole number"});
  }
  auth::UsersByFilter request;
  request.by = call.origin();
  request.app_id = call.trimmed("appid");
  request.filter = filter_of(call);
  request.skip = *start;
  request.take = *fetch == 0 ? context.users.page_max : std::min(*fetch, context.users.page_max);
  request.until = reply.started_at() + context.request_timeout;
  forward<Users>(
      *context.gateway, context.actors.user_desk, reply,
      [](const Users& users) { return users_json(users); }, auth::filter_atom::value,
      std::move(request));
}

void user_salts(const Context& context, const Call& call, Reply reply) {
  auto names = names_or_answer(call, reply);
  if (!names) return;
  forward<auth::UserSalts>(
      *context.gateway, context.actors.user_desk, reply, salts_json, auth::salts_atom::value,
      auth::UsersByName{call.trimmed("appid"), std::move(*names), call.origin()});
}

void user_rid(const Context& context, const Call& call, Reply reply) {
  one_id(context, call, reply, Errc::user_not_found, &auth::User::rid, "rid");
}

void user_individual_id(const Context& context, const Call& call, Reply reply) {
  one_id(context, call, reply, Errc::individual_id_missing, &auth::User::individual_id,
         "individualId");
}

void user_role(const Context& context, const Call& call, Reply reply) {
  about_user(context, call, reply, Errc::user_not_found,
             [](const Reply& to, const auth::User& user) {
               JsonBuffer buffer;
               JsonWriter writer{buffer};
               writer.StartObject();
               write_field(writer, "userId", user.user_name);
               write_field(writer, "role", role_list(user));
               writer.EndObject();
               to.value(text_in(buffer));
             });
}

void user_standing(const Context& context, const Call& call, Reply reply) {
  about_user(context, call, reply, Errc::user_active_flag_missing,
             [](const Reply& to, const auth::User& user) {
               to.value(one_field("status", user.is_active ? "VALID" : "INVALID"));
             });
}
}  // namespace http
