// http/startup/issuer_settings.h: which other issuers are trusted.
#pragma once
#include <string>
#include <vector>

#include "actors/auth/external_issuer.h"
#include "actors/auth/fetch_plan.h"
#include "actors/auth/token_rules.h"
#include "actors/base/config.h"

namespace startup {
struct IssuerSettings {
  std::vector<auth::ExternalIssuer> issuers;
  auth::FetchTimes times;
  std::string ca_file;
};

/// Reads idkernel.auth.external-issuers*. Appends to `problems` what is wrong with them; so
/// is an issuer that is one of this server's own, by `own`.
void issuer_settings(const config::Config& config, const auth::TokenRules& own, IssuerSettings& out,
                     std::vector<std::string>& problems);
}  // namespace startup
