// http/license/license_http.h: the endpoints of the licence key manager (keys sheet 7).
#pragma once
#include "http/call.h"
#include "http/reply.h"

namespace http {
/// POST /v1/licensekeymanager/license/generate
void generate_license(const Context& context, const Call& call, Reply reply);
/// POST /v1/licensekeymanager/license/permission
void map_license(const Context& context, const Call& call, Reply reply);
/// GET /v1/licensekeymanager/license/permission
void license_permissions(const Context& context, const Call& call, Reply reply);
/// PUT /v1/licensekeymanager/license/status
void set_license_status(const Context& context, const Call& call, Reply reply);
}  // namespace http
