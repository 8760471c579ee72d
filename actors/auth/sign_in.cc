// actors/auth/sign_in.cc: the sign-in actor and what its flows share.
#include "actors/auth/sign_in.h"

#include <array>

#include "actors/auth/account_flows.h"
#include "actors/auth/registration_flows.h"
#include "actors/auth/registration_sweep.h"
#include "actors/auth/sign_in_code_flows.h"
#include "actors/auth/sign_in_flows.h"
#include "actors/base/partition_of.h"
#include "actors/otp/otp_key.h"
#include "crypto/random.h"

namespace auth {
const Actor& SignInDesk::owner_of(std::string_view key) const {
  return config.partitions[partition_of(key, static_cast<uint16_t>(config.partitions.size()))];
}

const otp::Actor& SignInDesk::code_owner_of(std::string_view key_hash) const {
  return config.otp[partition_of(key_hash, static_cast<uint16_t>(config.otp.size()))];
}

std::string SignInDesk::code_key(const std::string& app_id, std::string_view user_id) const {
  return otp::hash_of(*config.index_key, {"login:" + app_id, lower_case(user_id)});
}

std::string SignInDesk::new_id() const { return crypto::uuid_v4(*config.random); }

void SessionFlow::open_session(const User& user, const Entrance& entrance) {
  Session session;
  session.user_key = entrance.user_key;
  session.realm = entrance.realm;
  session.authorized_party = entrance.authorized_party;
  session.group = user.session_group;
  session.amr = {entrance.means};
  session.started = desk_->now();
  session.refresh_jti = desk_->new_id();
  set_times(desk_->config.lifetimes, session, session.started);
  const std::string id = desk_->new_id();
  ask<Done>(
      desk_->owner_of(id), [=, this](Done) { answer_tokens(user, session, id); }, open_atom::value,
      OpenSession{id, session, {user.uuid, entrance.authorized_party, by_.address}});
}

void SessionFlow::give_back(const std::string& user_key, const Ticket& ticket) {
  if (ticket.number == 0) return;
  caf::anon_send(desk_->owner_of(user_key), end_atom::value,
                 EndLogin{user_key, ticket.number, Verdict::abandoned});
}

void SessionFlow::answer_tokens(const User& user, const Session& session,
                                const std::string& session_id) {
  const auto& config = desk_->config;
  const int64_t now = desk_->now();
  const TokenMarks access{desk_->new_id(), session_id, now, now + config.lifetimes.access_seconds};
  const TokenMarks refresh{session.refresh_jti, session_id, now, session.refresh_expires};
  SignedIn signed_in;
  signed_in.expires_in = access.expires - now;
  signed_in.refresh_expires_in = refresh.expires - now;
  signed_in.session_state = session_id;
  signed_in.scope = token_scope;
  signed_in.subject = user.uuid;
  signed_in.user_name = user.user_name;
  const std::string refresh_json =
      refresh_claims_json(refresh_claims(config.rules, user, session, refresh));
  sign(access_claims_json(access_claims(config.rules, user, session, access),
                          config.rules.public_url),
       [=, this](const std::string& access_token) {
         sign(refresh_json, [=, this](const std::string& refresh_token) {
           SignedIn done = signed_in;
           done.access_token = access_token;
           done.refresh_token = refresh_token;
           answer(std::move(done));
         });
       });
}

SignIn::behavior_type sign_in(SignIn::pointer self, SignInConfig config) {
  const auto desk = std::make_shared<SignInDesk>(std::move(config));
  return {
      [=](pwd_atom, const PasswordLogin& login) {
        return std::make_shared<PasswordFlow>(self, desk, login)->run();
      },
      [=](secret_atom, const ClientLogin& login) {
        return std::make_shared<ClientFlow>(self, desk, login)->run();
      },
      [=](send_code_atom, const SendCode& request) {
        return std::make_shared<SendCodeFlow>(self, desk, request)->run();
      },
      [=](code_atom, const CodeLogin& login) {
        return std::make_shared<CodeFlow>(self, desk, login)->run();
      },
      [=](renew_atom, const Renewal& renewal) {
        return std::make_shared<RenewFlow>(self, desk, renewal)->run();
      },
      [=](leave_atom, const EndSession& request) {
        return std::make_shared<LeaveFlow>(self, desk, request)->run();
      },
      [=](find_atom, const FindAccount& request) {
        return std::make_shared<FindFlow>(self, desk, request)->run();
      },
      [=](unblk_atom, const Unblock& request) {
        return std::make_shared<UnblockFlow>(self, desk, request)->run();
      },
      [=](change_atom, const ChangePassword& request) {
        return std::make_shared<ChangeFlow>(self, desk, request)->run();
      },
      [=](reset_atom, const ResetPassword& request) {
        return std::make_shared<ResetFlow>(self, desk, request)->run();
      },
      [=](tidy_atom) { return std::make_shared<SweepFlow>(self, desk, audit::of_server())->run(); },
      [=](add_user_atom, const AddUser& request) {
        return std::make_shared<AddUserFlow>(self, desk, request)->run();
      },
      [=](register_atom, const Register& request) {
        return std::make_shared<RegisterFlow>(self, desk, request)->run();
      },
      [=](rid_atom, const NameRid& request) {
        return std::make_shared<RidFlow>(self, desk, request)->run();
      },
      [=](first_atom, const SetFirstPassword& request) {
        return std::make_shared<FirstPasswordFlow>(self, desk, request)->run();
      },
      [=](mobile_atom, const FindByMobile& request) {
        return std::make_shared<MobileFlow>(self, desk, request)->run();
      },
  };
}
}  // namespace auth
