// http/prid/prid_http.cc: the wire form of the PRID generator. No rule, no storage.
#include "http/prid/prid_http.h"

#include "http/context.h"
#include "http/json_text.h"

namespace http {
static std::string prid_json(const std::string& prid) { return one_field("prid", prid); }

void issue_prid(const Context& context, const Call& call, Reply reply) {
  forward_to_any<std::string>(*context.gateway, context.actors.prid, context.next_partition(),
                              Errc::prid_not_available, reply, prid_json, prid::issue_atom::value,
                              prid::IssuePrid{call.origin()});
}
}  // namespace http
