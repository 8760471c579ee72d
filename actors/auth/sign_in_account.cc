// actors/auth/sign_in_account.cc: finding, unblocking and changing accounts.
#include <algorithm>

#include "actors/auth/account_flows.h"

namespace auth {
namespace {
bool has(const std::vector<std::string>& texts, std::string_view text) {
  return std::ranges::find(texts, text) != texts.end();
}
}  // namespace

bool is_by_otp(const Principal& caller) { return has(caller.claims.amr, "otp"); }
bool has_just_shown_code(const Principal& caller, int64_t now) {
  return is_by_otp(caller) && now - caller.claims.auth_time <= reset_seconds;
}
bool is_administrator(const Principal& caller) {
  return has(caller.claims.roles, "GLOBAL_ADMIN") || has(caller.claims.roles, "ZONAL_ADMIN");
}
bool is_user(const Principal& caller, std::string_view realm, std::string_view user_name) {
  // A client's token has a name too, but no user's.
  return caller.claims.client_id.empty() && caller.realm == realm &&
         lower_case(caller.claims.user_name) == lower_case(user_name);
}

void FindFlow::start() {
  const auto app = desk_->config.apps.find(request_.app_id);
  if (!app.ok()) return fail(app.faults());
  const auto key = user_key_of(*desk_->config.index_key, app.value().realm, request_.user_name);
  ask<User>(
      desk_->owner_of(key), [this](const User& user) { answer(user); }, user_atom::value, key);
}

void UnblockFlow::start() {
  const auto app = desk_->config.apps.find(request_.app_id);
  if (!app.ok()) return fail(app.faults());
  const auto& realm = app.value().realm;
  const Principal& caller = *request_.caller;
  const bool is_own = is_by_otp(caller) && is_user(caller, realm, request_.user_name);
  if (!is_own && !is_administrator(caller)) return fail(Errc::forbidden);
  const auto key = user_key_of(*desk_->config.index_key, realm, request_.user_name);
  const auto all = desk_->config.apps.of_realm(realm);
  if (!all.ok()) return fail(all.faults());
  app_ids_ = all.value().app_ids;
  if (is_administrator(caller)) return unblock(key);
  ask<User>(
      desk_->owner_of(key),
      [=, this](const User& user) {
        // The name may have been another's, whose registration lapsed.
        user.uuid == request_.caller->claims.subject ? unblock(key) : fail(Errc::forbidden);
      },
      peek_atom::value, key);
}

void UnblockFlow::unblock(const std::string& user_key) {
  ask<Done>(
      desk_->owner_of(user_key), [this](Done) { clear_codes(0); }, unblock_atom::value, user_key,
      by_);
}

void UnblockFlow::clear_codes(size_t app) {
  if (app == app_ids_.size()) return answer(Done{});
  const auto key = desk_->code_key(app_ids_[app], request_.user_name);
  ask<Done>(
      desk_->code_owner_of(key), [=, this](Done) { clear_codes(app + 1); }, otp::clear_atom::value,
      key, by_);
}

void PasswordSetter::set_password(const User& user, const Entrance& entrance,
                                  const crypto_pool::Secret& password,
                                  const std::string& instead_of) {
  if (const auto fault = policy_fault(password, user.user_name, user.mail)) return fail(*fault);
  ask<std::string>(
      desk_->config.slow,
      [=, this](const std::string& phc) {
        put_password({entrance.user_key, phc, instead_of, desk_->new_id(), by_}, entrance);
      },
      crypto_pool::pw_hash_atom::value, password);
}

void PasswordSetter::put_password(const SetPassword& request, const Entrance& entrance) {
  ask<NewPassword>(
      desk_->owner_of(entrance.user_key),
      [=, this](const NewPassword& made) {
        desk_->config.board->publish(made.revoked, desk_->now());
        open_session(made.user, entrance);
      },
      set_pw_atom::value, request);
}

std::optional<Errc> PasswordSetter::policy_fault(const crypto_pool::Secret& password,
                                                 std::string_view user_name,
                                                 std::string_view mail) const {
  return desk_->config.password_policy->fault_of(password.view(), {user_name, mail});
}

void ChangeFlow::start() {
  const auto app = desk_->config.apps.find(request_.app_id);
  if (!app.ok()) return fail(app.faults());
  const auto& [app_ids, realm, client] = app.value();
  // Before the old one is looked at: a new password that cannot be costs no hash.
  if (const auto fault = policy_fault(request_.new_password, request_.user_name, {}))
    return fail(*fault);
  if (request_.new_password.view() == request_.old_password.view())
    return fail(Errc::account_password_policy);
  entrance_ = {user_key_of(*desk_->config.index_key, realm, request_.user_name), realm, client,
               "pwd"};
  ask<Ticket>(
      desk_->owner_of(entrance_.user_key), [this](const Ticket& ticket) { check(ticket); },
      begin_atom::value, entrance_.user_key);
}

void ChangeFlow::check(const Ticket& ticket) {
  ask_or<bool>(
      desk_->config.slow, [=, this](bool is_right) { settle(ticket, is_right); },
      [=, this](const Faults& faults) {
        give_back(entrance_.user_key, ticket);
        fail(faults);
      },
      crypto_pool::pw_check_atom::value, ticket.phc, request_.old_password);
}

void ChangeFlow::settle(const Ticket& ticket, bool is_right) {
  const EndLogin end{entrance_.user_key, ticket.number, is_right ? Verdict::right : Verdict::wrong,
                     ticket.phc, by_};
  ask<User>(
      desk_->owner_of(entrance_.user_key),
      [=, this](const User& user) {
        set_password(user, entrance_, request_.new_password, ticket.phc);
      },
      end_atom::value, end);
}

bool ResetFlow::may_reset(std::string_view realm) const {
  if (!desk_->config.reset_needs_otp) return true;
  if (!request_.caller) return false;
  const Principal& caller = *request_.caller;
  return is_administrator(caller) ||
         (has_just_shown_code(caller, desk_->now()) && is_user(caller, realm, request_.user_name));
}

bool ResetFlow::may_reset(const User& user) const {
  if (!desk_->config.reset_needs_otp) return true;
  const Principal& caller = *request_.caller;
  // The name may have been another's, whose registration lapsed.
  if (has_just_shown_code(caller, desk_->now()) && caller.claims.subject == user.uuid) return true;
  // Whoever sets the password of a privileged user has its privileges.
  return has(caller.claims.roles, "GLOBAL_ADMIN") ||
         (is_administrator(caller) && !desk_->config.registration.is_privileged(user));
}

void ResetFlow::start() {
  const auto app = desk_->config.apps.find(request_.app_id);
  if (!app.ok()) return fail(app.faults());
  const auto& [app_ids, realm, client] = app.value();
  if (!may_reset(realm)) return fail(Errc::auth_invalid_credentials);
  if (const auto fault = policy_fault(request_.new_password, request_.user_name, {}))
    return fail(*fault);
  const Entrance entrance{user_key_of(*desk_->config.index_key, realm, request_.user_name), realm,
                          client, "pwd"};
  ask<User>(
      desk_->owner_of(entrance.user_key),
      [=, this](const User& user) {
        if (!may_reset(user)) return fail(Errc::auth_invalid_credentials);
        set_password(user, entrance, request_.new_password, {});
      },
      user_atom::value, entrance.user_key);
}
}  // namespace auth
