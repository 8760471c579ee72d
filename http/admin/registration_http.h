// http/admin/registration_http.h: one-time codes, registration and user names of the admin service
// (auth sheet 8.1, 8.3, 8.4).
#pragma once
#include "http/call.h"
#include "http/reply.h"

namespace http {
/// POST sendotp. The reference's path names no application.
void admin_send_otp(const Context& context, const Call& call, Reply reply);
void admin_send_otp_of_reference(const Context& context, const Call& call, Reply reply);
/// POST useridOTP and validateOTP: the token goes into a cookie.
void admin_sign_in_code(const Context& context, const Call& call, Reply reply);
/// POST usermgmt/register, usermgmt/rid and usermgmt/password: open, and a token that is sent along
/// must be good.
void register_user(const Context& context, const Call& call, Reply reply);
void register_rid(const Context& context, const Call& call, Reply reply);
void set_first_password(const Context& context, const Call& call, Reply reply);
/// GET actmgmt/username/{mobilenumber}. The reference's paths, accountmanagement/username/.. and
/// username/.., have a code of their own for a number that nobody has.
void user_name_by_mobile(const Context& context, const Call& call, Reply reply);
void user_name_by_mobile_of_reference(const Context& context, const Call& call, Reply reply);
}  // namespace http
