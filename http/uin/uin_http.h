// http/uin/uin_http.h: the endpoints of the UIN generator.
#pragma once
#include "http/call.h"
#include "http/reply.h"

namespace http {
/// GET /v1/uingenerator/uin (ids sheet 2.1).
void issue_uin(const Context& context, const Call& call, Reply reply);
/// PUT /v1/uingenerator/uin (ids sheet 2.2).
void update_uin(const Context& context, const Call& call, Reply reply);
}  // namespace http
