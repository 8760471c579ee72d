// actors/auth/registration_rules.h: who may register as what, and how long a registration waits for
// its next step (auth sheet 5.4, 8.4). Nothing but rules.
#pragma once
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "actors/auth/records.h"

namespace auth {
struct RegistrationRules {
  int64_t pending_seconds = 86400;  ///< admin.usermgmt.pending-ttl
  bool password_needs_otp = true;   ///< admin.usermgmt.password.require-otp
  /// Roles that only a GLOBAL_ADMIN grants.
  std::set<std::string, std::less<>> privileged_roles;
  uint64_t waiting_max = 10'000;  ///< registrations of one partition that wait

  bool is_privileged(const User& user) const;
  /// Whatever its case: whoever reads a token may not mind the case.
  bool is_privileged(std::string_view role) const;
};
/// The reference's roles (auth sheet 11), but for those that anyone with a telephone can get: a
/// service beside this one may trust a token's role that no route here asks for.
std::set<std::string, std::less<>> reference_privileged_roles();

/// Still a registration, whether it goes on or has lapsed: neither an account that is active nor
/// one that somebody has disabled.
bool is_registration(const User& user);
/// True when it has waited for its next step longer than it may, or for twice that long in all: it
/// is then as if it had never been, and its name, number and address are free.
bool has_lapsed(const User& user, const RegistrationRules& rules, int64_t now);
/// A registration that goes on.
bool is_pending(const User& user, const RegistrationRules& rules, int64_t now);
/// Whether it may name its registration id: a registration that goes on, or an active user without
/// a password.
bool may_give_rid(const User& user, const RegistrationRules& rules, int64_t now);
/// Whether `rid` is the one that it has named, in time for its first password.
bool may_set_first_password(const User& user, std::string_view rid, const RegistrationRules& rules,
                            int64_t now);

/// What the registration gets and what is only noted: a role that is privileged needs
/// `by_global_admin`.
void grant(User& user, const std::string& role, bool by_global_admin,
           const RegistrationRules& rules);

/// What a role may be named, wherever it comes from: letters, digits, _ and -, 64 at most. Tokens
/// and answers list roles with commas between them.
bool is_role(std::string_view text);
/// What a user may be named: letters, digits and . _ @ + -, 64 at most. Names stand in mails.
bool is_user_name(std::string_view text);

/// 5 to 39 digits.
bool is_rid(std::string_view text);
/// yyyy-MM-dd, a day that there is.
bool is_date(std::string_view text);
/// What is wrong with the texts of a registration: of each faulty field "request.FIELD WHY". A name
/// that is an address might be another's user id in pre-registration (code_rules.h): it takes a
/// GLOBAL_ADMIN.
std::vector<std::string> faults_of(const User& user, bool by_global_admin);
}  // namespace auth
