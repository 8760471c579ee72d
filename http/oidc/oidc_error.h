// http/oidc/oidc_error.h: failures in the form of RFC 6749 section 5.2.
#pragma once
#include <string_view>

#include "http/call.h"
#include "http/reply.h"

namespace http {
/// {"error":..,"error_description":..}; a 401 also asks for a Bearer token.
void oidc_error(const Reply& reply, int status, std::string_view error,
                std::string_view description);

/// False, having answered 404, when the path names a realm that no application has.
bool known_realm(const Context& context, const Call& call, const Reply& reply);
}  // namespace http
