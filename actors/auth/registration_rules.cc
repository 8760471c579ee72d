// actors/auth/registration_rules.cc: see the header.
#include "actors/auth/registration_rules.h"

#include <algorithm>
#include <chrono>
#include <string>

#include "actors/auth/app_ids.h"
#include "actors/auth/code_rules.h"

namespace auth {
namespace {
constexpr size_t name_bytes_max = 64;
constexpr size_t text_bytes_max = 128;

bool has_control(std::string_view text) {
  return std::ranges::any_of(
      text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}
bool is_text(std::string_view text) { return text.size() <= text_bytes_max && !has_control(text); }
/// `text` is made of letters, digits and `others`.
bool is_made_of(std::string_view text, std::string_view others) {
  const auto is_good = [others](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           others.find(c) != std::string_view::npos;
  };
  return !text.empty() && text.size() <= name_bytes_max && std::ranges::all_of(text, is_good);
}
bool are_digits(std::string_view text) {
  return text.find_first_not_of("0123456789") == std::string_view::npos;
}
int number_of(std::string_view digits) { return std::stoi(std::string{digits}); }
}  // namespace

std::set<std::string, std::less<>> reference_privileged_roles() {
  return {"GLOBAL_ADMIN",
          "ZONAL_ADMIN",
          "ZONAL_APPROVER",
          "CENTRAL_ADMIN",
          "CENTRAL_APPROVER",
          "MASTERDATA_ADMIN",
          "KEY_MAKER",
          "KEY_MIGRATION_ADMIN",
          "REGISTRATION_ADMIN",
          "REGISTRATION_OFFICER",
          "REGISTRATION_SUPERVISOR",
          "REGISTRATION_OPERATOR",
          "REGISTRATION_CLIENT",
          "REGISTRATION_PROCESSOR",
          "PRE_REGISTRATION",
          "PRE_REGISTRATION_ADMIN",
          "ID_AUTHENTICATION",
          "ID_REPOSITORY",
          "AUTH",
          "CREDENTIAL_REQUEST",
          "HOTLIST_ADMIN",
          "DIGITALCARD_ADMIN",
          "PARTNER",
          "PARTNER_ADMIN",
          "AUTH_PARTNER",
          "DEVICE_PROVIDER",
          "DEVICE_MANAGER",
          "MISP"};
}

bool RegistrationRules::is_privileged(const User& user) const {
  return user.registration.is_privileged ||
         std::ranges::any_of(user.roles, [this](const auto& role) { return is_privileged(role); });
}

bool RegistrationRules::is_privileged(std::string_view role) const {
  const std::string wanted = lower_case(role);
  return std::ranges::any_of(privileged_roles,
                             [&](const auto& one) { return lower_case(one) == wanted; });
}

bool is_registration(const User& user) {
  const Registration& of = user.registration;
  // What an active account has of one, when its first password is to come, makes it none.
  return !user.is_active && of.state != Registration::State::none && of.registered != 0;
}

bool has_lapsed(const User& user, const RegistrationRules& rules, int64_t now) {
  const Registration& of = user.registration;
  return is_registration(user) &&
         (now - std::max(of.registered, of.rid_given) > rules.pending_seconds ||
          now - of.registered > 2 * rules.pending_seconds);
}

bool is_pending(const User& user, const RegistrationRules& rules, int64_t now) {
  return is_registration(user) && !has_lapsed(user, rules, now);
}

bool may_give_rid(const User& user, const RegistrationRules& rules, int64_t now) {
  return is_pending(user, rules, now) || (user.is_active && user.password_hash.empty());
}

bool may_set_first_password(const User& user, std::string_view rid, const RegistrationRules& rules,
                            int64_t now) {
  const Registration& of = user.registration;
  return may_give_rid(user, rules, now) && of.state == Registration::State::rid_given &&
         of.rid == rid && now - of.rid_given <= rules.pending_seconds;
}

void grant(User& user, const std::string& role, bool by_global_admin,
           const RegistrationRules& rules) {
  const bool is_privileged = rules.is_privileged(role);
  if (is_privileged && !by_global_admin) {
    user.registration.requested_roles = {role};
    return;
  }
  user.roles = {role};
  user.registration.is_privileged = is_privileged;
}

bool is_role(std::string_view text) { return is_made_of(text, "_-"); }
bool is_user_name(std::string_view text) { return is_made_of(text, "._@+-"); }

bool is_rid(std::string_view text) {
  return text.size() >= 5 && text.size() <= 39 && are_digits(text);
}

bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const auto year = text.substr(0, 4), month = text.substr(5, 2), day = text.substr(8, 2);
  if (!are_digits(year) || !are_digits(month) || !are_digits(day)) return false;
  return std::chrono::year_month_day{std::chrono::year{number_of(year)},
                                     std::chrono::month{static_cast<unsigned>(number_of(month))},
                                     std::chrono::day{static_cast<unsigned>(number_of(day))}}
      .ok();
}

std::vector<std::string> faults_of(const User& user, bool by_global_admin) {
  std::vector<std::string> faults;
  const auto want = [&faults](bool is_good, const char* text) {
    if (!is_good) faults.emplace_back(text);
  };
  const bool is_anothers_address = are_digits(user.user_name) ||
                                   is_address(outbox::Channel::sms, user.user_name) ||
                                   is_address(outbox::Channel::email, user.user_name);
  want(is_user_name(user.user_name),
       "request.username must be at most 64 letters, digits, dots, underscores, @, + or hyphens");
  want(by_global_admin || !is_anothers_address,
       "request.username must not be a number or an e-mail address");
  want(is_text(user.first_name), "request.firstName is too long");
  want(is_text(user.last_name), "request.lastName is too long");
  want(is_address(outbox::Channel::sms, user.mobile),
       "request.contactNo must be a telephone number");
  want(is_address(outbox::Channel::email, user.mail), "request.emailID must be an e-mail address");
  want(is_date(user.date_of_birth), "request.dateOfBirth must be a date as yyyy-MM-dd");
  want(is_text(user.gender), "request.gender is too long");
  const auto& roles = user.roles.empty() ? user.registration.requested_roles : user.roles;
  want(std::ranges::all_of(roles, is_role),
       "request.role must be at most 64 letters, digits, underscores or hyphens");
  return faults;
}
}  // namespace auth
