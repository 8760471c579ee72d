// http/authmanager/authmanager_http.h: the endpoints of the auth manager: signing in, asking about
// a token, ending it.
#pragma once
#include "http/call.h"
#include "http/reply.h"

namespace http {
/// POST authenticate/clientidsecretkey (auth sheet 6.4).
void sign_in_client(const Context& context, const Call& call, Reply reply);
/// POST authenticate/useridPwd (auth sheet 9): the token goes into a cookie.
void sign_in_user(const Context& context, const Call& call, Reply reply);
/// POST authenticate/internal/useridPwd (auth sheet 6.3): the token goes into the body.
void sign_in_user_internal(const Context& context, const Call& call, Reply reply);
/// POST authenticate/sendotp (auth sheet 6.1).
void send_otp(const Context& context, const Call& call, Reply reply);
/// POST authenticate/useridOTP (auth sheet 6.2): the token goes into a cookie.
void sign_in_code(const Context& context, const Call& call, Reply reply);
/// POST authenticate/internal/userotp (auth sheet 9): the token goes into the body, and a refused
/// code is no error.
void sign_in_code_internal(const Context& context, const Call& call, Reply reply);
/// GET or POST authorize/admin/validateToken and authorize/validateToken (auth sheet 6.5).
void validate_token(const Context& context, const Call& call, Reply reply);
/// GET /v1/admin/authorize/admin/validateToken (auth sheet 9): the same, without a token in the
/// admin service's words.
void validate_token_of_admin(const Context& context, const Call& call, Reply reply);
/// POST authorize/invalidateToken (auth sheet 6.6).
void invalidate_token(const Context& context, const Call& call, Reply reply);
/// DELETE logout/user (auth sheet 9).
void log_out_user(const Context& context, const Call& call, Reply reply);
/// POST authorize/refreshToken/{appid} (auth sheet 9): new cookies.
void refresh_token(const Context& context, const Call& call, Reply reply);
/// POST authorize/internal/refreshToken/{appid}: the tokens go into the body.
void refresh_token_internal(const Context& context, const Call& call, Reply reply);
}  // namespace http
