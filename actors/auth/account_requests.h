// actors/auth/account_requests.h: what the admin service asks the sign-in actor about accounts.
#pragma once
#include <caf/all.hpp>
#include <optional>
#include <string>

#include "actors/auth/principal.h"
#include "actors/auth/records.h"
#include "actors/base/origin.h"
#include "actors/crypto_pool/crypto_pool_actor.h"

namespace auth {
/// A user by name, in the realm of an application.
struct FindAccount {
  std::string app_id;
  std::string user_name;
  audit::Origin by{};
};
/// Allowed to a GLOBAL_ADMIN, a ZONAL_ADMIN and to the user that has just signed in by OTP.
struct Unblock {
  std::string app_id;
  std::string user_name;
  PrincipalPtr caller;
  audit::Origin by{};
};
struct ChangePassword {
  std::string app_id;
  std::string user_name;
  crypto_pool::Secret old_password;
  crypto_pool::Secret new_password;
  audit::Origin by{};
};

/// Allowed to a GLOBAL_ADMIN, to a ZONAL_ADMIN for who has no privileged role, to the user within
/// reset_seconds of its code; to anyone when admin.resetpassword.require-otp is false.
struct ResetPassword {
  std::string app_id;
  std::string user_name;
  crypto_pool::Secret new_password;
  PrincipalPtr caller;  ///< null: nobody who has proved to be one
  audit::Origin by{};
};
inline constexpr int64_t reset_seconds = 600;

using find_atom = caf::atom_constant<caf::atom("auth_find")>;
using unblk_atom = caf::atom_constant<caf::atom("auth_unblo")>;
using reset_atom = caf::atom_constant<caf::atom("auth_reset")>;
using change_atom = caf::atom_constant<caf::atom("auth_chpw")>;

/// True when the token comes from a sign-in by OTP.
bool is_by_otp(const Principal& caller);
/// GLOBAL_ADMIN or ZONAL_ADMIN.
bool is_administrator(const Principal& caller);
/// True when `now` is within reset_seconds of the sign-in by OTP that the token comes from, however
/// often it was renewed.
bool has_just_shown_code(const Principal& caller, int64_t now);
/// True when the token is of this user of this realm.
bool is_user(const Principal& caller, std::string_view realm, std::string_view user_name);
}  // namespace auth

// They carry passwords or what a token says, and never leave the process.
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(auth::Unblock)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(auth::FindAccount)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(auth::ChangePassword)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(auth::ResetPassword)
