// http/prereg/login_http.h: signing in at pre-registration by a one-time code, and what its portal
// is told (devices sheet B.2).
#pragma once
#include "http/call.h"
#include "http/reply.h"

namespace http {
inline constexpr const char* prereg_send_id = "mosip.pre-registration.login.sendotp";
inline constexpr const char* prereg_validate_id = "mosip.pre-registration.login.useridotp";

/// POST login/sendOtp: to whatever telephone or address the patterns take, by SMS or mail; in the
/// language `langCode` where there are templates in it.
void send_prereg_code(const Context& context, const Call& call, Reply reply);
/// POST login/sendOtp/langcode: the same, and langCode must be one of mosip.supported-languages.
void send_prereg_code_in_language(const Context& context, const Call& call, Reply reply);
/// POST login/validateOtp: the token goes into a cookie that lives as long as the token.
void sign_in_at_prereg(const Context& context, const Call& call, Reply reply);
/// POST login/invalidateToken: ends the session of the cookie, and has the browser forget it.
void sign_out_of_prereg(const Context& context, const Call& call, Reply reply);
/// GET login/config.
void prereg_ui_config(const Context& context, const Call& call, Reply reply);
/// GET login/refreshconfig: reads the files again; what is wrong with them is logged, not answered.
void refresh_prereg_config(const Context& context, const Call& call, Reply reply);
}  // namespace http
