// actors/auth/sign_in_code.cc: sending one-time codes and signing in by them.
#include <algorithm>

#include "actors/auth/sign_in_code_flows.h"

namespace auth {
namespace {
/// Sign-in has its own word for a failure that nobody foresaw.
Faults own(const Faults& faults) {
  if (faults.front().errc == Errc::otp_internal) return {{Errc::auth_internal, {}}};
  return faults;
}

/// That there is no such active user, in the words of a front end.
Faults unknown_as(const Faults& faults, Errc unknown) {
  if (faults.front().errc == Errc::auth_invalid_credentials) return {{unknown, {}}};
  return faults;
}

/// The directory's word for that.
bool is_nobody(const Faults& faults) { return faults.front().errc == Errc::sendotp_user_not_found; }

/// One of the directory's, who became a user by a first code: the directory goes on deciding.
bool is_person(const User& user) {
  return !user.individual_id.empty() && user.individual_id == user.user_name;
}

/// What is sent to an address that a stranger chose brings a code, whatever template he names.
/// Errors: those of `rendered`; template_missing, which names the language that it was rendered in.
Result<std::vector<outbox::Message>> with_code(Result<std::vector<outbox::Message>> rendered,
                                               const otp_message::Delivery& delivery,
                                               const std::string& context) {
  if (!rendered.ok()) return rendered;
  const bool brings_code = std::ranges::all_of(rendered.value(), [](const auto& message) {
    return message.text.find(otp_message::code_place) != std::string::npos;
  });
  if (brings_code) return rendered;
  return Fault{Errc::template_missing, {delivery.languages.front(), context}};
}

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// Somebody's, perhaps, in an application of the directory's persons.
bool may_be_uin(const App& app, std::string_view user_id) {
  return code_rules_of(app.app_ids.front()).takes_uin && is_number(user_id);
}
}  // namespace

void SendCodeFlow::start() {
  const auto app = desk_->config.apps.find(request_.app_id);
  if (!app.ok()) return fail(app.faults());
  app_ = app.value();
  rules_ = code_rules_of(app_.app_ids.front());
  const auto kind = user_id_kind_of(request_.user_id_type);
  if (!kind || (*kind == UserIdKind::uin && !rules_.takes_uin))
    return fail(Errc::sendotp_user_id_type);
  const auto channels = channels_of(request_.channels, rules_.channels_max);
  if (!channels.ok()) return fail(channels.faults());
  channels_ = channels.value();
  if (const auto off = otp_message::fault_of_channels(desk_->config.delivery, channels_))
    return fail(*off);
  // Nothing is sent over a channel that is off, so it needs no address.
  std::erase_if(channels_, [this](outbox::Channel channel) {
    return otp_message::fault_of_channels(desk_->config.delivery, {channel}).has_value();
  });
  if (*kind == UserIdKind::uin) return find_person();
  find_user();
}

void SendCodeFlow::find_person() {
  if (!desk_->config.identities) return fail(Errc::sendotp_user_not_found);
  ask<Contact>(
      desk_->config.identities, [this](const Contact& contact) { write(contact); },
      identity_atom::value, request_.user_id, by_);
}

// A known user's code goes to that user's own address always: a user name may well look like the
// telephone number of somebody else.
void SendCodeFlow::find_user() {
  const std::string key = user_key_of(*desk_->config.index_key, app_.realm, request_.user_id);
  ask_or<User>(
      desk_->owner_of(key),
      [this](const User& user) {
        if (is_person(user)) return find_person();
        const Contact own{user.mail, user.mobile};
        if (!desk_->config.identities || !may_be_uin(app_, request_.user_id)) return write(own);
        // The name of a user, but the directory's persons come first.
        ask_or<Contact>(
            desk_->config.identities, [this](const Contact& contact) { write(contact); },
            [=, this](const Faults& faults) { is_nobody(faults) ? write(own) : fail(faults); },
            identity_atom::value, request_.user_id, by_);
      },
      [this](const Faults& faults) {
        const bool is_unknown = faults.front().errc == Errc::auth_invalid_credentials;
        if (is_unknown && rules_.registers_itself)
          return write({request_.user_id, request_.user_id});
        fail(unknown_as(faults, Errc::sendotp_user_not_found));
      },
      entrant_atom::value, key);
}

void SendCodeFlow::write(const Contact& contact) {
  std::vector<otp_message::Address> addresses;
  for (const auto channel : channels_) {
    auto address = address_of(contact, channel);
    if (!address) return fail(Errc::sendotp_no_address);
    addresses.push_back({channel, std::move(*address)});
  }
  auto messages = messages_to(addresses);
  if (!messages.ok()) return fail(messages.faults());
  const otp::Send send{desk_->code_key(app_.app_ids.front(), request_.user_id),
                       std::move(messages).value(), request_.keeps_pending};
  ask_or<bool>(
      desk_->code_owner_of(send.key_hash), [this](bool blocked) { answer({blocked}); },
      [this](const Faults& faults) { fail(own(faults)); }, otp::send_atom::value, send, by_);
}

Result<std::vector<outbox::Message>> SendCodeFlow::messages_to(
    const std::vector<otp_message::Address>& addresses) const {
  const otp_message::Delivery& configured = desk_->config.delivery;
  const auto rendered_in = [&](const otp_message::Delivery& delivery) {
    return otp_message::code_messages(delivery, request_.context, request_.variables, addresses);
  };
  if (!request_.language.empty()) {
    otp_message::Delivery asked = configured;
    asked.languages = {request_.language};
    auto messages = rendered_in(asked);
    if (messages.ok()) return with_code(std::move(messages), asked, request_.context);
  }
  return with_code(rendered_in(configured), configured, request_.context);
}

void CodeFlow::start() {
  if (!is_number(login_.code)) return fail(Errc::otp_not_numeric);
  if (login_.app_id.empty()) {
    app_ids_ = desk_->config.apps.app_ids();
    return look_at(0);
  }
  const auto app = desk_->config.apps.find(login_.app_id);
  if (!app.ok()) return fail(app.faults());
  enter(app.value());
}

void CodeFlow::look_at(size_t index) {
  if (index == app_ids_.size()) return choose();
  const std::string key = desk_->code_key(app_ids_[index], login_.user_id);
  ask_or<otp::Standing>(
      desk_->code_owner_of(key),
      [=, this](otp::Standing standing) {
        if (standing == otp::Standing::open) open_.push_back(app_ids_[index]);
        if (standing == otp::Standing::stale) stale_.push_back(app_ids_[index]);
        look_at(index + 1);
      },
      [this](const Faults& faults) { fail(own(faults)); }, otp::look_atom::value, key);
}

void CodeFlow::choose() {
  const auto& found = open_.empty() ? stale_ : open_;
  if (found.empty()) return fail(Errc::otp_not_generated);
  if (found.size() > 1)
    return fail(Faults{{Errc::auth_field_invalid, {"request.appId must not be blank"}}});
  enter(desk_->config.apps.find(found.front()).value());
}

void CodeFlow::enter(const App& app) {
  app_ = app;
  user_key_ = user_key_of(*desk_->config.index_key, app_.realm, login_.user_id);
  ask_or<User>(
      desk_->owner_of(user_key_),
      [this](const User& user) {
        user_ = user;
        if (is_person(user)) return ask_directory([this](const Contact&) { check(); });
        if (!desk_->config.identities || !may_be_uin(app_, login_.user_id)) return check();
        // A person's UIN is no other's name there.
        ask_or<Contact>(
            desk_->config.identities, [this](const Contact&) { fail(Errc::user_detail_missing); },
            [this](const Faults& faults) { is_nobody(faults) ? check() : fail(faults); },
            identity_atom::value, login_.user_id, by_);
      },
      [this](const Faults& faults) {
        if (faults.front().errc != Errc::auth_invalid_credentials) return fail(faults);
        find_stranger();
      },
      entrant_atom::value, user_key_);
}

/// No user yet: one of an application that registers its users by their first code, or a person of
/// the identity directory.
void CodeFlow::find_stranger() {
  const CodeRules rules = code_rules_of(app_.app_ids.front());
  is_new_ = true;
  user_.realm = app_.realm;
  user_.user_name = login_.user_id;
  user_.name = login_.user_id;
  user_.roles = {rules.role};
  const auto contact = [this](const Contact& of) {
    user_.mail = address_of(of, outbox::Channel::email).value_or("");
    user_.mobile = address_of(of, outbox::Channel::sms).value_or("");
    check();
  };
  if (rules.registers_itself) return contact({login_.user_id, login_.user_id});
  if (!rules.takes_uin) return fail(Errc::user_detail_missing);
  user_.individual_id = login_.user_id;
  ask_directory(contact);
}

void CodeFlow::ask_directory(const std::function<void(const Contact&)>& then) {
  if (!desk_->config.identities) return fail(Errc::user_detail_missing);
  ask_or<Contact>(
      desk_->config.identities, then,
      [this](const Faults& faults) {
        fail(is_nobody(faults) ? Faults{{Errc::user_detail_missing, {}}} : faults);
      },
      identity_atom::value, login_.user_id, by_);
}

void CodeFlow::check() {
  const std::string key = desk_->code_key(app_.app_ids.front(), login_.user_id);
  ask_or<otp::Outcome>(
      desk_->code_owner_of(key), [this](otp::Outcome outcome) { settle(outcome); },
      [this](const Faults& faults) { fail(own(faults)); }, otp::check_atom::value, key, login_.code,
      by_);
}

void CodeFlow::settle(otp::Outcome outcome) {
  SignedIn blocked;
  blocked.blocked = true;
  switch (outcome) {
    case otp::Outcome::success:
      return enroll();
    case otp::Outcome::blocked:
      return answer(std::move(blocked));
    case otp::Outcome::invalid:
      return fail(Errc::user_otp_invalid);
    case otp::Outcome::expired:
      return fail(Errc::user_otp_expired);
    case otp::Outcome::no_record:
      return fail(Errc::otp_not_generated);
  }
}

void CodeFlow::enroll() {
  const Entrance entrance{user_key_, app_.realm, app_.default_client, "otp"};
  if (!is_new_) return open_session(user_, entrance);
  user_.uuid = desk_->new_id();
  user_.session_group = user_.uuid;
  ask_or<UserOrdered>(
      desk_->owner_of(user_key_),
      [=, this](const UserOrdered& enrolled) {
        desk_->config.board->publish(enrolled.revoked, desk_->now());
        open_session(enrolled.user, entrance);
      },
      [this](const Faults& faults) { fail(unknown_as(faults, Errc::user_detail_missing)); },
      enroll_atom::value, user_key_, user_, by_);
}
}  // namespace auth
