// http/auth.h: from a request to who makes it.
#pragma once
#include "actors/auth/token_verifier.h"
#include "http/token_source.h"

namespace http {
struct Context;

/// The token that a request carries, as configuration names cookie and prefix.
TokenSource token_in(const Context& context, const transport::Request& request);

/// Who holds `token` now. On a reactor thread: each has a verifier and a memory of its own.
Expected<auth::PrincipalPtr, auth::VerifyErrc> verify_token(const Context& context,
                                                            std::string_view token);
}  // namespace http
