// actors/auth/sign_in.h: logging in, renewing and ending a login, as one question each.
#pragma once
#include <caf/all.hpp>
#include <memory>
#include <string>
#include <vector>

#include "actors/auth/account_requests.h"
#include "actors/auth/app_ids.h"
#include "actors/auth/auth_actor.h"
#include "actors/auth/external_keys.h"
#include "actors/auth/identity_lookup.h"
#include "actors/auth/password_policy.h"
#include "actors/auth/registration_requests.h"
#include "actors/auth/revocations.h"
#include "actors/auth/secret_desk.h"
#include "actors/auth/sign_in_code.h"
#include "actors/auth/token_key_board.h"
#include "actors/auth/token_rules.h"
#include "actors/auth/user_key.h"
#include "actors/base/origin.h"
#include "actors/base/random.h"
#include "actors/crypto_pool/crypto_pool_actor.h"
#include "actors/otp/otp_actor.h"
#include "actors/otp_message/code_messages.h"

namespace auth {
/// A client as presented. Without an id none was presented.
struct ClientProof {
  std::string client_id;
  crypto_pool::Secret secret;
  std::string address;  ///< the peer's, for the limit of wrong secrets, clientHost and
                        ///< clientAddress; may be empty
};
// At a realm's own token endpoint `realm` stands in place of `app_id`: the client must be allowed
// one of the realm's applications.

/// useridPwd and the password grant. Without a client the application's default one is named in the
/// token (DECISIONS D5).
struct PasswordLogin {
  std::string app_id;
  std::string user_name;
  crypto_pool::Secret password;
  ClientProof client;
  /// auth_invalid_credentials on the seeds' endpoints, auth_client_rejected at the token endpoint.
  Errc client_failure = Errc::auth_invalid_credentials;
  std::string realm = {};
  audit::Origin by{};
};
/// clientidsecretkey and the client_credentials grant.
struct ClientLogin {
  std::string app_id;
  ClientProof client;
  std::string realm = {};
  audit::Origin by{};
};
/// refreshToken and the refresh_token grant. A client that is presented must be the token's.
struct Renewal {
  std::string app_id;
  std::string refresh_token;
  ClientProof client;
  bool is_client_required = false;  ///< true at the token endpoint
  std::string realm = {};
  audit::Origin by{};
};
/// invalidateToken and logout.
struct EndSession {
  std::string token;
  bool may_be_refresh = false;  ///< true at the issuer's logout
  audit::Origin by{};
};

/// What a login gives. Times are lifetimes in seconds. A client's login has no refresh token.
struct SignedIn {
  std::string access_token;
  int64_t expires_in = 0;
  std::string refresh_token;
  int64_t refresh_expires_in = 0;
  std::string session_state;
  std::string scope;
  std::string subject;
  std::string user_name;
  bool blocked = false;  ///< auth_code alone: the key is frozen, and nothing else is set
};

using pwd_atom = caf::atom_constant<caf::atom("auth_pwd")>;
using secret_atom = caf::atom_constant<caf::atom("auth_secr")>;
using renew_atom = caf::atom_constant<caf::atom("auth_renew")>;
using leave_atom = caf::atom_constant<caf::atom("auth_leave")>;

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, SignedIn& x) {
  return f(x.access_token, x.expires_in, x.refresh_token, x.refresh_expires_in, x.session_state,
           x.scope, x.subject, x.user_name, x.blocked);
}
}  // namespace auth

// They carry passwords or tokens and never leave the process.
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(auth::PasswordLogin)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(auth::ClientLogin)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(auth::Renewal)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(auth::EndSession)

namespace auth {
/// Every answer leaves after what it says is durable and, for ended sessions, published.
/// Any: overloaded, internal, auth_internal, storage_full; with an app_id: realm_not_found; with a
/// client: too_many_requests.
/// - auth_pwd: auth_bad_request (a blank field), auth_invalid_credentials (user, password, client,
///   blocked, inactive: always the same), the request's client_failure.
/// - auth_secr: auth_field_invalid (per blank field), auth_client_rejected.
/// - auth_renew: auth_token_invalid, auth_client_rejected.
/// - auth_send: sendotp_user_id_type, those of channels_of and fault_of_channels,
///   sendotp_user_not_found, sendotp_no_address, those of code_messages, sendotp_failed,
///   prereg_code_pending.
/// - auth_code: otp_not_numeric, user_detail_missing, otp_not_generated, user_otp_invalid,
///   user_otp_expired; without an app_id auth_field_invalid when several have a code.
/// - auth_leave: auth_token_invalid, auth_token_unknown (ended before; not for expired tokens).
/// - auth_find (an active user): auth_invalid_credentials.
/// - auth_unblo: forbidden, account_user_not_found.
/// - auth_chpw: account_password_short, account_password_policy, auth_invalid_credentials (as
///   auth_pwd; the old password wrong counts there). Every session of the user has ended, but for
///   the new one.
/// - auth_reset: the same without an old password; auth_invalid_credentials when the caller may not
///   or there is no such active user.
/// - auth_add: account_user_exists (name, mobile number or mail address of another),
///   account_create_failed.
/// - auth_regis: admin_field_invalid (per faulty field), template_missing, those of auth_add.
/// - auth_rid: auth_invalid_credentials (no such registration, or the caller may not),
///   account_channel_missing, those of code_messages and auth_send.
/// - auth_fpwd: auth_invalid_credentials, account_channel_missing (told only to who may go on),
///   account_password_short, account_password_policy, account_password_failed.
/// - auth_mobil: forbidden, account_user_not_found.
using SignIn =
    caf::typed_actor<caf::replies_to<pwd_atom, PasswordLogin>::with<Result<SignedIn>>,
                     caf::replies_to<secret_atom, ClientLogin>::with<Result<SignedIn>>,
                     caf::replies_to<renew_atom, Renewal>::with<Result<SignedIn>>,
                     caf::replies_to<send_code_atom, SendCode>::with<Result<CodeSent>>,
                     caf::replies_to<code_atom, CodeLogin>::with<Result<SignedIn>>,
                     caf::replies_to<leave_atom, EndSession>::with<Result<Done>>,
                     caf::replies_to<find_atom, FindAccount>::with<Result<User>>,
                     caf::replies_to<unblk_atom, Unblock>::with<Result<Done>>,
                     caf::replies_to<change_atom, ChangePassword>::with<Result<SignedIn>>,
                     caf::replies_to<reset_atom, ResetPassword>::with<Result<SignedIn>>,
                     caf::replies_to<tidy_atom>::with<Result<uint64_t>>,
                     caf::replies_to<add_user_atom, AddUser>::with<Result<User>>,
                     caf::replies_to<register_atom, Register>::with<Result<User>>,
                     caf::replies_to<rid_atom, NameRid>::with<Result<CodeSent>>,
                     caf::replies_to<first_atom, SetFirstPassword>::with<Result<Done>>,
                     caf::replies_to<mobile_atom, FindByMobile>::with<Result<User>>>;

struct SignInConfig {
  AppIds apps = AppIds::defaults();
  TokenRules rules;
  bool reset_needs_otp = true;  ///< admin.resetpassword.require-otp
  RegistrationRules registration;
  std::string code_context = "auth-otp";  ///< mosip.admin-otp-context: of the mail of auth_rid
  /// Of this start of the process, the same for all its actors: claims of another are in doubt.
  std::string start_id;
  std::shared_ptr<const PasswordPolicy> password_policy = std::make_shared<const PasswordPolicy>();
  Lifetimes lifetimes;
  std::shared_ptr<const TokenKeyBoard> keys;
  std::shared_ptr<const ExternalKeyBoard> external = nullptr;  ///< null: no other issuer
  std::shared_ptr<const seal::IndexKey> index_key;
  std::vector<Actor> partitions;
  crypto_pool::FastLane fast;
  crypto_pool::SlowLane slow;
  SecretDesk secrets;
  std::vector<otp::Actor> otp;  ///< by partition
  otp_message::Delivery delivery;
  IdentityLookup identities;         ///< none: nobody is known by a UIN
  RevocationBoard* board = nullptr;  ///< outlives the actor
  std::shared_ptr<Random> random;    ///< this actor's own
  Clock clock;
};

/// For spawn; several may run side by side. It keeps nothing.
SignIn::behavior_type sign_in(SignIn::pointer self, SignInConfig config);
}  // namespace auth
