// actors/auth/sign_in_session.cc: renewing a login and ending it.
#include "actors/auth/external_token.h"
#include "actors/auth/sign_in_flows.h"
#include "actors/auth/token_codec.h"

namespace auth {
void RenewFlow::start() {
  const auto& config = desk_->config;
  const auto app = desk_->app_of(renewal_);
  if (!app.ok()) return fail(app.faults());
  const auto claims = authentic_claims(renewal_.refresh_token, config.keys->keys()->verify);
  const int64_t now = desk_->now();
  if (!claims.ok() || is_expired(claims.value(), now) ||
      fault_of(config.rules, claims.value(), type_refresh, now) ||
      claims.value().issuer != issuer_of(config.rules, app.value().realm)) {
    return fail(Errc::auth_token_invalid);
  }
  claims_ = claims.value();
  const auto& proof = renewal_.client;
  const bool is_presented = !proof.client_id.empty() || !proof.secret.view().empty();
  if (!is_presented && !renewal_.is_client_required) return turn();
  if (proof.client_id != claims_.authorized_party) return fail(Errc::auth_client_rejected);
  prove_client(app.value(), proof, Errc::auth_client_rejected, [this](const Client&) { turn(); });
}

void RenewFlow::turn() {
  const Turn turn{claims_.session_state,
                  claims_.jti,
                  desk_->new_id(),
                  {claims_.subject, claims_.authorized_party, by_.address}};
  ask<Turned>(
      desk_->owner_of(turn.session_id), [this](const Turned& turned) { find_user(turned); },
      turn_atom::value, turn);
}

void RenewFlow::find_user(const Turned& turned) {
  if (!turned.accepted) {
    desk_->config.board->publish(turned.revoked, desk_->now());
    return fail(Errc::auth_token_invalid);
  }
  // Roles and standing are those of now, not those of the first login.
  ask_or<User>(
      desk_->owner_of(turned.session.user_key),
      [=, this](const User& user) {
        // Its password was set since, or the name is another's by now: nothing that began before
        // goes on.
        const bool is_same = user.uuid == claims_.subject;
        if (!is_same || user.session_group != turned.session.group)
          return fail(Errc::auth_token_invalid);
        answer_tokens(user, turned.session, claims_.session_state);
      },
      [this](const Faults& faults) {
        const bool is_gone = faults.front().errc == Errc::auth_invalid_credentials;
        is_gone ? fail(Errc::auth_token_invalid) : fail(faults);
      },
      user_atom::value, turned.session.user_key);
}

Expected<Claims, VerifyErrc> LeaveFlow::claims_of_token() const {
  if (const auto& board = desk_->config.external) {
    const auto sets = board->sets();
    if (const auto issuer = issuer_named_in(request_.token, *sets)) {
      const IssuerKeys& from = *(*sets)[*issuer];
      auto claims = authentic_external_claims(request_.token, from);
      if (!claims.ok()) return claims;
      const auto fault = fault_of(from.issuer, claims.value(), desk_->now());
      if (fault && *fault != VerifyErrc::audience) return *fault;
      return claims;
    }
  }
  auto claims = authentic_claims(request_.token, desk_->config.keys->keys()->verify);
  if (claims.ok() && !is_good(claims.value())) return VerifyErrc::type;
  return claims;
}

bool LeaveFlow::is_good(const Claims& claims) const {
  const auto& rules = desk_->config.rules;
  const bool is_refresh = claims.type == type_refresh && request_.may_be_refresh;
  const auto fault = fault_of(rules, claims, is_refresh ? type_refresh : type_bearer, desk_->now());
  // A token that is not for this server's audience may still be ended here: we have issued it.
  return !fault || *fault == VerifyErrc::audience;
}

void LeaveFlow::publish(const Revoke& revoke) {
  Revocations revoked;
  for (const std::string& uuid : {revoke.session_id, revoke.jti}) {
    if (const auto id = id_of(uuid)) revoked.push_back({*id, revoke.expires});
  }
  desk_->config.board->publish(revoked, desk_->now());
}

void LeaveFlow::start() {
  const auto claims = claims_of_token();
  if (!claims.ok()) return fail(Errc::auth_token_invalid);
  const Revoke revoke{claims.value().session_state,
                      claims.value().jti,
                      claims.value().expires,
                      {claims.value().subject, claims.value().authorized_party, by_.address}};
  // Ended by a password change, of which the session's own partition does not know.
  const auto group = id_of(sessions_of(claims.value()));
  if (group && desk_->config.board->snapshot()->holds(*group) &&
      !is_expired(claims.value(), desk_->now()))
    return fail(Errc::auth_token_unknown);
  ask_or<Revocations>(
      desk_->owner_of(revoke.session_id),
      [this](const Revocations& revoked) {
        desk_->config.board->publish(revoked, desk_->now());
        answer(Done{});
      },
      [=, this](const Faults& faults) {
        // Who ended it first may not have published yet: nobody is told that it has ended before
        // every reactor knows.
        if (faults.front().errc == Errc::auth_token_unknown) publish(revoke);
        fail(faults);
      },
      revoke_atom::value, revoke);
}
}  // namespace auth
