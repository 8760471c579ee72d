// http/rid/rid_http.cc: the wire form of the RID generator. No rule, no storage.
#include "http/rid/rid_http.h"

#include "http/context.h"
#include "http/json_text.h"

namespace http {
static std::string rid_json(const std::string& rid) { return one_field("rid", rid); }

void issue_rid(const Context& context, const Call& call, Reply reply) {
  rid::Machine machine{call.trimmed("centerid"), call.trimmed("machineid")};
  const auto& owner = context.actors.rid.of(rid::key_of(machine));
  forward<std::string>(*context.gateway, owner, reply, rid_json, rid::issue_atom::value,
                       std::move(machine), call.origin());
}
}  // namespace http
