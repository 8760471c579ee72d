// http/prid/prid_http.h: the endpoint of the PRID generator.
#pragma once
#include "http/call.h"
#include "http/reply.h"

namespace http {
/// GET /v1/pridgenerator/prid (ids sheet 5.1).
void issue_prid(const Context& context, const Call& call, Reply reply);
}  // namespace http
