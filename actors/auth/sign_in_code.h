// actors/auth/sign_in_code.h: what the sign-in actor is asked about one-time codes. Part of
// sign_in.h.
#pragma once
#include <caf/all.hpp>
#include <string>
#include <vector>

#include "actors/base/origin.h"
#include "actors/otp/otp_rules.h"
#include "actors/otp_message/templates.h"

namespace auth {
/// sendotp. The texts are the request's.
struct SendCode {
  std::string app_id;
  std::string user_id;
  std::string user_id_type;           ///< UIN or USERID
  std::vector<std::string> channels;  ///< names of channels, one at least
  std::string context;                ///< front of the templates' names
  otp_message::Variables variables;
  audit::Origin by{};
  /// Of the messages, where there are templates in it; empty, or without them: those configured.
  std::string language = {};
  bool keeps_pending = false;  ///< a code that may still be used is not replaced
};
struct CodeSent {
  bool blocked = false;  ///< the key is frozen or has had its codes: nothing was sent
};

/// useridOTP. Without an application the one for which the user has a code.
struct CodeLogin {
  std::string app_id;
  std::string user_id;
  std::string code;
  audit::Origin by{};
};

using send_code_atom = caf::atom_constant<caf::atom("auth_send")>;
using code_atom = caf::atom_constant<caf::atom("auth_code")>;

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, CodeSent& x) {
  return f(x.blocked);
}
}  // namespace auth

// They carry addresses or codes and never leave the process.
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(auth::SendCode)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(auth::CodeLogin)
