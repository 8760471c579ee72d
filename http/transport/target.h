// http/transport/target.h: the forms of a request target (RFC 9112 3.2).
#pragma once
#include "http/transport/framing.h"

namespace http::transport {

/// Sets path and query from method and target. Origin form, absolute form (http, https) and, for
/// OPTIONS, "*". Refusals: 400; 501 for CONNECT, the one method with an authority as target.
Refusal split_target(Head& head);

}  // namespace http::transport
