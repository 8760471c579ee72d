// http/startup/admin_settings.cc: mosip.admin.* and the files that they name.
#include "http/startup/admin_settings.h"

#include "http/reference_roles.h"
#include "http/route_table.h"
#include "http/startup/built_in_cards.h"
#include "http/startup/config_file.h"
#include "http/startup/number_settings.h"

namespace startup {
namespace {
using config::Config;
using Problems = std::vector<std::string>;

void password_settings(const Config& c, AdminSettings& out, Problems& problems) {
  auth::PasswordRules rules;
  rules.chars_min = as<size_t>(c.integer("mosip.admin.password.min-length"));
  rules.chars_max = as<size_t>(c.integer("mosip.admin.password.max-length"));
  rules.pattern = c.text("mosip.admin.password.pattern");
  if (rules.chars_min > rules.chars_max)
    problems.emplace_back("mosip.admin.password.min-length is above its max-length");
  constexpr const char* blocklist = "idkernel.admin.password.blocklist-file";
  const std::string& file = c.text("idkernel.admin.password.blocklist-file");
  if (!file.empty())
    rules.blocklist = auth::blocklist_of(config_file_text(blocklist, file, problems));
  auto policy = auth::PasswordPolicy::make(std::move(rules));
  if (!policy.ok()) {
    problems.push_back("mosip.admin.password.pattern: " + policy.error());
    return;
  }
  out.password_policy = std::make_shared<const auth::PasswordPolicy>(std::move(policy).value());
}

void factor_settings(const Config& c, AdminSettings& out, Problems& problems) {
  auth::FactorSettings settings;
  const std::map<std::string, std::vector<std::string>> known{
      {"type1", c.list("mosip.admin.security.policy.auth-types.type1")},
      {"type2", c.list("mosip.admin.security.policy.auth-types.type2")},
      {"type3", c.list("mosip.admin.security.policy.auth-types.type3")}};
  for (const auto& type : c.list("mosip.admin.security.policy.policy-types")) {
    const auto found = known.find(type);
    if (found == known.end()) {
      problems.push_back("mosip.admin.security.policy.policy-types: " + type +
                         " is none of type1, type2 and type3");
      continue;
    }
    settings.types.insert(*found);
  }
  settings.known_factors = c.list("mosip.admin.security.policy.auth-types.bio");
  for (auto& factor : c.list("mosip.admin.security.policy.auth-types.nonbio"))
    settings.known_factors.push_back(std::move(factor));
  settings.role_types = c.list("mosip.admin.security.policy.role-policy-mapping");
  auto policies = auth::FactorPolicies::make(settings);
  if (!policies.ok()) {
    problems.push_back("mosip.admin.security.policy: " + policies.error());
    return;
  }
  out.wire.factors = std::move(policies).value();
}

void registration_settings(const Config& c, AdminSettings& out) {
  auth::RegistrationRules& rules = out.registration;
  rules.pending_seconds = c.integer("admin.usermgmt.pending-ttl");
  rules.password_needs_otp = c.flag("admin.usermgmt.password.require-otp");
  rules.privileged_roles = auth::reference_privileged_roles();
  for (const auto& route : http::routes()) {
    if (route.access.roles_property == nullptr) continue;
    for (auto& role : http::roles_of(c, route.access.roles_property))
      rules.privileged_roles.insert(std::move(role));
  }
  for (const auto* anyones : {"INDIVIDUAL", "RESIDENT"}) rules.privileged_roles.erase(anyones);
}

void card_settings(const Config& c, AdminSettings& out, Problems& problems) {
  constexpr const char* key = "idkernel.admin.mastercards-file";
  const std::string& file = c.text("idkernel.admin.mastercards-file");
  const std::string text =
      file.empty() ? std::string{built_in_cards} : config_file_text(key, file, problems);
  auto cards = http::MasterCards::read(text, c.list("mosip.admin.masterdata.lang-code"));
  if (!cards.ok()) {
    problems.push_back(std::string{key} + ": " + cards.error());
    return;
  }
  out.wire.cards = std::move(cards).value();
}
}  // namespace

void admin_settings(const Config& c, AdminSettings& out, Problems& problems) {
  out.wire.app_id = c.text("mosip.admin.app-id");
  out.wire.code_context = c.text("mosip.admin-otp-context");
  out.wire.user_id_type = c.text("mosip.admin-userid-otp-type");
  out.wire.required_roles = c.list("mosip.admin-services.required.roles");
  out.reset_needs_otp = c.flag("admin.resetpassword.require-otp");
  registration_settings(c, out);
  password_settings(c, out, problems);
  factor_settings(c, out, problems);
  card_settings(c, out, problems);
}
}  // namespace startup
