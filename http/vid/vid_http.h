// http/vid/vid_http.h: the endpoint of the VID generator.
#pragma once
#include "http/call.h"
#include "http/reply.h"

namespace http {
/// GET /v1/idgenerator/vid?vidExpiry= (ids sheet 6.1).
void issue_vid(const Context& context, const Call& call, Reply reply);
}  // namespace http
