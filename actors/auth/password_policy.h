// actors/auth/password_policy.h: which new passwords are accepted (auth sheet 5.5, DECISIONS 8).
// Not looked at when somebody logs in.
#pragma once
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "actors/base/error.h"
#include "actors/base/expected.h"

namespace auth {
/// mosip.admin.password.*, idkernel.admin.password.blocklist-file. Lengths are in characters.
struct PasswordRules {
  size_t chars_min = 7;
  size_t chars_max = 128;
  std::string pattern;                          ///< PCRE2, found anywhere; empty: none
  std::unordered_set<std::string> blocklist{};  ///< in ASCII lower case
};

/// Whose password it is to be; either may be empty.
struct PasswordOwner {
  std::string_view user_name;
  std::string_view mail;
};

/// Immutable, so any thread may ask it.
class PasswordPolicy {
 public:
  /// Names of fewer characters may be part of a password.
  static constexpr size_t name_chars_min = 3;

  PasswordPolicy();
  /// Errors: a text that says what is wrong with the pattern.
  static Expected<PasswordPolicy, std::string> make(PasswordRules rules);

  /// What is wrong with a new password: account_password_short; account_password_policy when it is
  /// too long, misses the pattern, is blocked, is no UTF-8, or holds the user name or mail
  /// (whatever their case). A pattern that takes too long to match counts as missed.
  std::optional<Errc> fault_of(std::string_view password, const PasswordOwner& owner) const;

 private:
  struct Pattern;
  PasswordPolicy(PasswordRules given, std::shared_ptr<const Pattern> pattern)
      : rules_(std::move(given)), pattern_(std::move(pattern)) {}
  bool has_pattern_in(std::string_view password) const;

  PasswordRules rules_;
  std::shared_ptr<const Pattern> pattern_;
};

/// The lines of a blocklist file, as PasswordRules has them; blanks at the ends and empty lines do
/// not count.
std::unordered_set<std::string> blocklist_of(std::string_view text);
}  // namespace auth
