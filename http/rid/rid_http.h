// http/rid/rid_http.h: the endpoint of the RID generator.
#pragma once
#include "http/call.h"
#include "http/reply.h"

namespace http {
/// GET /v1/ridgenerator/generate/rid/{centerid}/{machineid} (ids sheet 3.1).
void issue_rid(const Context& context, const Call& call, Reply reply);
}  // namespace http
