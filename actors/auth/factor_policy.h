// actors/auth/factor_policy.h: which factors a user signs in with, by its roles (auth sheet 8.1).
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/expected.h"

namespace auth {
/// mosip.admin.security.policy.*: what is configured, as texts.
struct FactorSettings {
  std::map<std::string, std::vector<std::string>> types;  ///< policy type to its factors
  std::vector<std::string> known_factors;                 ///< those of body and of knowledge
  std::vector<std::string> role_types;                    ///< ROLE:type
};

class FactorPolicies {
 public:
  FactorPolicies() = default;
  /// Errors: a text that names a factor of no kind (ADM-SEC-003) or a mapping of another form.
  static Expected<FactorPolicies, std::string> make(const FactorSettings& settings);

  /// The factors of all policies of these roles, each once, in the order of the policies. Nothing
  /// when no role has a policy.
  std::optional<std::vector<std::string>> factors_of(const std::vector<std::string>& roles) const;

 private:
  std::map<std::string, std::vector<std::string>> types_;
  std::map<std::string, std::string> type_of_role_;
};
}  // namespace auth
