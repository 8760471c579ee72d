// actors/auth/identity_lookup.h: what sign-in asks the identity directory.
#pragma once
#include <caf/all.hpp>
#include <string>

#include "actors/auth/code_rules.h"
#include "actors/base/origin.h"
#include "actors/base/result.h"

namespace auth {
using identity_atom = caf::atom_constant<caf::atom("auth_ident")>;

/// Where the person of a UIN is to be found. Errors: sendotp_user_not_found (nobody, or not
/// active).
using IdentityLookup = caf::typed_actor<
    caf::replies_to<identity_atom, std::string, audit::Origin>::with<Result<Contact>>>;

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, Contact& x) {
  return f(x.email, x.phone);
}
}  // namespace auth
