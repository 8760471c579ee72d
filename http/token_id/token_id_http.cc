// http/token_id/token_id_http.cc: the wire form of the static token id. It is a pure function of a
// few microseconds, so the reactor computes it without asking an actor.
#include "http/token_id/token_id_http.h"

#include "http/context.h"
#include "http/json_text.h"

namespace http {
void derive_token_id(const Context& context, const Call& call, Reply reply) {
  const auto token =
      context.actors.token_ids->derive({call.trimmed("uin"), call.trimmed("partnercode")});
  if (!token.ok()) return reply.faults(token.faults());
  reply.value(one_field("tokenID", token.value()));
}
}  // namespace http
