// actors/auth/factor_policy.cc: role -> policy -> factors.
#include "actors/auth/factor_policy.h"

#include <algorithm>
#include <set>

namespace auth {
namespace {
bool has(const std::vector<std::string>& texts, const std::string& text) {
  return std::ranges::find(texts, text) != texts.end();
}
}  // namespace

Expected<FactorPolicies, std::string> FactorPolicies::make(const FactorSettings& settings) {
  FactorPolicies made;
  made.types_ = settings.types;
  for (const auto& [type, factors] : settings.types) {
    for (const auto& factor : factors) {
      if (!has(settings.known_factors, factor))
        return "the factor " + factor + " of " + type + " is neither bio nor nonbio (ADM-SEC-003)";
    }
  }
  for (const auto& pair : settings.role_types) {
    const size_t colon = pair.find(':');
    const std::string type = colon == std::string::npos ? "" : pair.substr(colon + 1);
    if (colon == 0 || !settings.types.contains(type))
      return "role-policy-mapping: " + pair + " must be a role, a colon and a policy type";
    made.type_of_role_[pair.substr(0, colon)] = type;
  }
  return made;
}

std::optional<std::vector<std::string>> FactorPolicies::factors_of(
    const std::vector<std::string>& roles) const {
  std::set<std::string> wanted;
  for (const auto& role : roles) {
    const auto found = type_of_role_.find(role);
    if (found != type_of_role_.end()) wanted.insert(found->second);
  }
  if (wanted.empty()) return std::nullopt;
  std::vector<std::string> factors;
  for (const auto& type : wanted) {
    for (const auto& factor : types_.at(type))
      if (!has(factors, factor)) factors.push_back(factor);
  }
  return factors;
}
}  // namespace auth
