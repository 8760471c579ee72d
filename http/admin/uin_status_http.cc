// http/admin/uin_status_http.cc: whether a UIN is Valid (auth sheet 8.5, DECISIONS 31).
#include "http/admin/admin_http.h"
#include "http/context.h"

namespace http {
namespace {
/// The seed's spelling, and the other services'.
std::string uin_status_json(bool is_valid) {
  return is_valid ? R"({"Status":"Valid","status":"Valid"})"
                  : R"({"Status":"Invalid","status":"Invalid"})";
}

void ask_owner(const Context& context, const Reply& reply, const std::string& uin) {
  const auto answer = [reply](const Result<bool>& assigned) {
    if (!assigned.ok()) return reply.fault(Errc::admin_internal);
    reply.value(uin_status_json(assigned.value()));
  };
  ask<bool>(*context.gateway, context.actors.uin.of(uin), reply, answer, uin::assigned_atom::value,
            uin);
}
}  // namespace

void uin_status(const Context& context, const Call& call, Reply reply) {
  const auto app_id = call.query("appid");
  if (app_id && !context.issuer.apps.find(*app_id).ok())
    return reply.fault(Errc::admin_invalid_app_id);
  const std::string uin = call.trimmed("uin");
  if (!identity::is_uin(uin)) return reply.value(uin_status_json(false));
  const auto answer = [&context, reply, uin](const Result<identity::Found>& found) {
    if (!found.ok())
      return reply.fault(found.error() == Errc::overloaded ? Errc::overloaded
                                                           : Errc::admin_internal);
    if (!found.value().is_known) return ask_owner(context, reply, uin);
    reply.value(uin_status_json(found.value().person.status == identity::Status::activated));
  };
  const auto& directory = context.actors.identities;
  if (directory.search.actor)
    return ask<identity::Found>(*context.gateway, directory.search, reply, answer,
                                identity::search_atom::value, uin, call.origin());
  const std::string hash = identity::hash_of(*directory.index_key, uin);
  ask<identity::Found>(*context.gateway, directory.partitions.of(hash), reply, answer,
                       identity::find_atom::value, hash, call.origin());
}
}  // namespace http
