// http/cookies.h: the cookies that carry tokens (auth sheet 3).
#pragma once
#include <cstdint>
#include <string_view>

#include "http/context.h"
#include "http/header_list.h"

namespace http {
inline constexpr std::string_view refresh_cookie_name = "refresh_token";

/// Authorization=<token>; Max-Age=..; Expires=..; Path=/; Secure; HttpOnly; SameSite=..
HeaderList token_cookie(const Context& context, std::string_view token);

/// The same, kept for `max_age_seconds`.
HeaderList token_cookie(const Context& context, std::string_view token, int64_t max_age_seconds);

/// The first, and the refresh token as a session cookie. None when `refresh_token` is empty.
HeaderList session_cookies(const Context& context, std::string_view token,
                           std::string_view refresh_token);

/// Makes the client forget both.
HeaderList cleared_cookies(const Context& context);
}  // namespace http
