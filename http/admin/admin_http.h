// http/admin/admin_http.h: the endpoints of the admin service (auth sheet 8).
#pragma once
#include <string>
#include <vector>

#include "actors/auth/factor_policy.h"
#include "http/admin/master_cards.h"
#include "http/call.h"
#include "http/reply.h"

namespace http {
/// What configuration says about the admin service.
struct Admin {
  std::string app_id = "admin";           ///< mosip.admin.app-id: of requests that name none
  std::string code_context = "auth-otp";  ///< mosip.admin-otp-context
  std::string user_id_type = "USERID";    ///< mosip.admin-userid-otp-type
  auth::FactorPolicies factors;
  MasterCards cards;
  std::vector<std::string> required_roles;  ///< mosip.admin-services.required.roles
};

/// GET security/authfactors/{userId}: before the login, so open.
void auth_factors(const Context& context, const Call& call, Reply reply);
/// POST login: the token goes into a cookie.
void log_in_admin(const Context& context, const Call& call, Reply reply);
/// POST logout: ends the session of the cookie.
void log_out_admin(const Context& context, const Call& call, Reply reply);
/// GET roles: those that the pages of the admin service ask for.
void required_roles(const Context& context, const Call& call, Reply reply);
/// GET mastercards and mastercards/{languagecode}.
void master_cards(const Context& context, const Call& call, Reply reply);
/// GET unblockuser?userid= and accountmanagement/unblockaccount/{userid}.
void unblock_user(const Context& context, const Call& call, Reply reply);
/// POST changepassword. The reference's path names no application.
void change_password(const Context& context, const Call& call, Reply reply);
void change_password_of_reference(const Context& context, const Call& call, Reply reply);
/// POST resetpassword, likewise.
void reset_password(const Context& context, const Call& call, Reply reply);
void reset_password_of_reference(const Context& context, const Call& call, Reply reply);
/// GET uinmgmt/status/{uin} and uin/detail/{uin}: the identity directory decides, else whether the
/// UIN is one of ours that is ASSIGNED.
void uin_status(const Context& context, const Call& call, Reply reply);
}  // namespace http
