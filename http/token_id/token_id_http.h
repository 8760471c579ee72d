// http/token_id/token_id_http.h: the endpoint of the static token id.
#pragma once
#include "http/call.h"
#include "http/reply.h"

namespace http {
/// GET /v1/tokenidgenerator/{uin}/{partnercode} (ids sheet 4.1).
void derive_token_id(const Context& context, const Call& call, Reply reply);
}  // namespace http
