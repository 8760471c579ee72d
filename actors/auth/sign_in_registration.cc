// actors/auth/sign_in_registration.cc: from a registration to an account, and finding a user by the
// mobile number.
#include <algorithm>

#include "actors/auth/registration_flows.h"

namespace auth {
namespace {
constexpr const char* alert_context = "admin-registration";

/// The user itself, by a fresh sign-in by OTP; by uuid, since a name may have had another user.
bool has_proved(const PrincipalPtr& caller, const User& user, int64_t now) {
  if (!caller) return false;
  if (is_global_admin(*caller)) return true;
  return has_just_shown_code(*caller, now) && is_user(*caller, user.realm, user.user_name) &&
         caller->claims.subject == user.uuid;
}

/// As it stands in an address; a user name has no other characters to mind.
std::string in_address(const std::string& user_name) {
  std::string out;
  for (const char c : user_name) {
    if (c == '+') {
      out += "%2B";
    } else if (c == '@') {
      out += "%40";
    } else {
      out += c;
    }
  }
  return out;
}

bool is_seen_whole(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f'; });
}

/// A flow that looked for a user tells nobody that there is none.
Faults as_credentials(const Faults& faults) {
  if (faults.front().errc == Errc::account_user_not_found)
    return {{Errc::auth_invalid_credentials, {}}};
  return faults;
}
}  // namespace

bool is_global_admin(const Principal& caller) {
  return std::ranges::find(caller.claims.roles, "GLOBAL_ADMIN") != caller.claims.roles.end();
}

void RegisterFlow::start() {
  const auto& config = desk_->config;
  const auto app = config.apps.find(request_.app_id);
  if (!app.ok()) return fail(app.faults());
  const bool by_global_admin = request_.caller && is_global_admin(*request_.caller);
  User user = std::move(request_.user);
  user.realm = app.value().realm;
  user.mobile = without_blanks(user.mobile);
  user.name = user.first_name + " " + user.last_name;
  user.is_active = false;
  user.registration.state = Registration::State::pending;
  user.registration.registered = desk_->now();
  grant(user, request_.role, by_global_admin, config.registration);
  Faults faults;
  for (auto& text : faults_of(user, by_global_admin))
    faults.push_back({Errc::admin_field_invalid, {std::move(text)}});
  if (is_date(user.date_of_birth) && user.date_of_birth > iso_utc(config.clock()).substr(0, 10))
    faults.push_back(
        {Errc::admin_field_invalid, {"request.dateOfBirth must not be in the future"}});
  if (!faults.empty()) return fail(std::move(faults));
  const otp_message::Variables variables{{"username", user.user_name},
                                         {"link", link_of(user.user_name, by_global_admin)}};
  auto messages = otp_message::code_messages(config.delivery, alert_context, variables,
                                             {{outbox::Channel::email, user.mail}});
  if (!messages.ok()) return fail(messages.faults());
  std::optional<outbox::Message> alert;
  if (!messages.value().empty()) alert = messages.value().front();
  add(std::move(user), std::move(alert));
}

/// Anyone may have a mail sent to anyone here, so the place that it points to must be our own, or a
/// GLOBAL_ADMIN's choice. One that would be cut off is left out.
std::string RegisterFlow::link_of(const std::string& user_name, bool by_global_admin) const {
  const std::string& own = desk_->config.rules.public_url;
  const std::string& link = request_.link;
  const bool is_web =
      is_seen_whole(link) && (link.starts_with("https://") || link.starts_with("http://"));
  const bool is_own = !own.empty() && link.starts_with(own) &&
                      (link.size() == own.size() || own.ends_with('/') || link[own.size()] == '/');
  if (!is_web || (!by_global_admin && !is_own)) return {};
  std::string whole = link + "?username=" + in_address(user_name);
  return whole.size() > otp_message::value_bytes_max ? std::string{} : whole;
}

void RidFlow::start() {
  const auto app = desk_->config.apps.find(request_.app_id);
  if (!app.ok()) return fail(app.faults());
  app_ = app.value();
  if (!is_rid(request_.rid)) return fail(Errc::auth_invalid_credentials);
  user_key_ = user_key_of(*desk_->config.index_key, app_.realm, request_.user_name);
  ask_or<User>(
      desk_->owner_of(user_key_), [this](const User& user) { look_at(user); },
      [this](const Faults& faults) { fail(as_credentials(faults)); }, peek_atom::value, user_key_);
}

void RidFlow::look_at(const User& user) {
  const auto& config = desk_->config;
  const bool is_proved = has_proved(request_.caller, user, desk_->now());
  const bool is_another = user.registration.state == Registration::State::rid_given &&
                          user.registration.rid != request_.rid;
  const bool wants_proof = is_another || user.is_active || config.registration.is_privileged(user);
  if (!may_give_rid(user, config.registration, desk_->now()) || (wants_proof && !is_proved))
    return fail(Errc::auth_invalid_credentials);
  const auto mail = address_of({user.mail, {}}, outbox::Channel::email);
  if (!mail) return fail(Errc::account_channel_missing);
  if (const auto off = otp_message::fault_of_channels(config.delivery, {outbox::Channel::email}))
    return fail(*off);
  const auto messages = otp_message::code_messages(config.delivery, config.code_context, {},
                                                   {{outbox::Channel::email, *mail}});
  if (!messages.ok()) return fail(messages.faults());
  send(messages.value(), {user_key_, user.uuid, request_.rid, is_proved, by_});
}

/// The code first: where none is sent the registration stays as it was.
void RidFlow::send(const std::vector<outbox::Message>& messages, const GiveRid& rid) {
  const otp::Send sent{desk_->code_key(app_.app_ids.front(), request_.user_name), messages};
  ask<bool>(
      desk_->code_owner_of(sent.key_hash),
      [=, this](bool blocked) {
        if (blocked) return answer({blocked});
        ask<User>(
            desk_->owner_of(user_key_), [this](const User&) { answer({false}); },
            give_rid_atom::value, rid);
      },
      otp::send_atom::value, sent, by_);
}

void FirstPasswordFlow::start() {
  const auto app = desk_->config.apps.find(request_.app_id);
  if (!app.ok()) return fail(app.faults());
  user_key_ = user_key_of(*desk_->config.index_key, app.value().realm, request_.user_name);
  ask_or<User>(
      desk_->owner_of(user_key_), [this](const User& user) { look_at(user); },
      [this](const Faults& faults) { fail(as_credentials(faults)); }, peek_atom::value, user_key_);
}

void FirstPasswordFlow::look_at(const User& user) {
  const auto& rules = desk_->config.registration;
  const int64_t now = desk_->now();
  const bool wants_proof = rules.password_needs_otp || user.is_active || rules.is_privileged(user);
  if (!may_give_rid(user, rules, now) || (wants_proof && !has_proved(request_.caller, user, now)))
    return fail(Errc::auth_invalid_credentials);
  // Only an active user can lack one, and it has proved who it is: nobody else hears of it.
  if (!address_of({user.mail, {}}, outbox::Channel::email))
    return fail(Errc::account_channel_missing);
  if (!may_set_first_password(user, request_.rid, rules, now))
    return fail(Errc::auth_invalid_credentials);
  const auto fault = desk_->config.password_policy->fault_of(request_.password.view(),
                                                             {user.user_name, user.mail});
  if (fault) return fail(*fault);
  const FirstPassword first{user_key_, user.uuid, request_.rid, {}, by_};
  ask<std::string>(
      desk_->config.slow,
      [=, this](const std::string& phc) { put({first.user_key, first.uuid, first.rid, phc, by_}); },
      crypto_pool::pw_hash_atom::value, request_.password);
}

void FirstPasswordFlow::put(const FirstPassword& first) {
  ask<User>(
      desk_->owner_of(first.user_key), [this](const User&) { answer(Done{}); },
      first_pw_atom::value, first);
}

void MobileFlow::start() {
  const auto app = desk_->config.apps.find(request_.app_id);
  if (!app.ok()) return fail(app.faults());
  realm_ = app.value().realm;
  form_ = held_form(HeldKind::mobile, request_.mobile);
  const std::string key = hold_key_of(*desk_->config.index_key, HeldKind::mobile, realm_, form_);
  const auto or_namesake = [this](const Faults& faults) {
    if (faults.front().errc != Errc::account_user_not_found) return fail(faults);
    look_for_namesake();
  };
  ask_or<Hold>(
      desk_->owner_of(key),
      [=, this](const Hold& hold) {
        ask_or<User>(
            desk_->owner_of(hold.user_key),
            [=, this](const User& user) {
              const bool has_it = user.uuid == hold.uuid &&
                                  held_value(user, HeldKind::mobile) == form_ && user.is_active;
              has_it ? look_at(user) : look_for_namesake();
            },
            or_namesake, peek_atom::value, hold.user_key);
      },
      or_namesake, held_atom::value, key);
}

// Users that pre-registration made of their first code claim nothing: their name is the number.
void MobileFlow::look_for_namesake() {
  const std::string key =
      user_key_of(*desk_->config.index_key, realm_, without_blanks(request_.mobile));
  ask_or<User>(
      desk_->owner_of(key),
      [this](const User& user) {
        if (held_value(user, HeldKind::mobile) == form_) return look_at(user);
        fail_as_unknown();
      },
      [this](const Faults& faults) {
        if (faults.front().errc != Errc::auth_invalid_credentials) return fail(faults);
        fail_as_unknown();
      },
      user_atom::value, key);
}

void MobileFlow::look_at(const User& user) {
  const Principal& caller = *request_.caller;
  const bool is_own = is_by_otp(caller) && is_user(caller, realm_, user.user_name) &&
                      caller.claims.subject == user.uuid;
  if (!is_own && !is_administrator(caller)) return fail(Errc::forbidden);
  // Told only once it is recorded who asked (DECISIONS 34).
  const std::vector<std::string> keys{
      user_key_of(*desk_->config.index_key, realm_, user.user_name)};
  ask<FoundUsers>(
      desk_->owner_of(keys.front()), [=, this](const FoundUsers&) { answer(user); },
      look_atom::value, keys, by_);
}

/// Whoever may not ask for others does not hear either that there is nobody.
void MobileFlow::fail_as_unknown() {
  fail(is_administrator(*request_.caller) ? Errc::account_user_not_found : Errc::forbidden);
}
}  // namespace auth
