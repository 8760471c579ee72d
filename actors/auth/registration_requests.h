// actors/auth/registration_requests.h: what the sign-in actor is asked about new users. Part of
// sign_in.h.
#pragma once
#include <caf/all.hpp>
#include <optional>
#include <string>

#include "actors/auth/principal.h"
#include "actors/auth/records.h"
#include "actors/base/origin.h"
#include "actors/crypto_pool/crypto_pool_actor.h"
#include "actors/outbox/message.h"

namespace auth {
/// A user with realm, user name and whatever else is known; without a uuid one is drawn. Nobody
/// else has its name, mobile number or mail address in that realm afterwards.
struct AddUser {
  User user;
  std::optional<outbox::Message> message;  ///< queued in the same commit
  audit::Origin by{};
};

/// usermgmt/register. The user's texts are the request's; realm, roles and state are not set.
struct Register {
  std::string app_id;
  User user;
  std::string role;
  std::string link;     ///< ridValidationUrl; may be empty
  PrincipalPtr caller;  ///< null: nobody who has proved to be one
  audit::Origin by{};
};
/// usermgmt/rid.
struct NameRid {
  std::string app_id;
  std::string user_name;
  std::string rid;
  PrincipalPtr caller;
  audit::Origin by{};
};
/// usermgmt/password.
struct SetFirstPassword {
  std::string app_id;
  std::string user_name;
  std::string rid;
  crypto_pool::Secret password;
  PrincipalPtr caller;
  audit::Origin by{};
};
/// actmgmt/username. Allowed to a GLOBAL_ADMIN, a ZONAL_ADMIN and to the user that has the number
/// and has signed in by OTP.
struct FindByMobile {
  std::string app_id;
  std::string mobile;
  PrincipalPtr caller;
  audit::Origin by{};
};

/// Forgets registrations that have lapsed, some at a time; answers how many.
using tidy_atom = caf::atom_constant<caf::atom("auth_tidy")>;
using add_user_atom = caf::atom_constant<caf::atom("auth_add")>;
using register_atom = caf::atom_constant<caf::atom("auth_regis")>;
using rid_atom = caf::atom_constant<caf::atom("auth_rid")>;
using first_atom = caf::atom_constant<caf::atom("auth_fpwd")>;
using mobile_atom = caf::atom_constant<caf::atom("auth_mobil")>;

/// GLOBAL_ADMIN.
bool is_global_admin(const Principal& caller);
}  // namespace auth

// They carry what is known of a person, and never leave the process.
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(auth::AddUser)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(auth::Register)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(auth::NameRid)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(auth::SetFirstPassword)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(auth::FindByMobile)
