// http/startup/repository_settings.h: which identity repository is asked, and how.
#pragma once
#include <string>
#include <vector>

#include "actors/base/config.h"
#include "actors/identity/repository_fetch.h"

namespace startup {
struct RepositorySettings {
  identity::Repository repository;  ///< without a URL none is asked
  identity::SearchRules rules;
  size_t workers = 4;
};

/// Reads mosip.idrepo.identity.url and idkernel.idrepo.*. Appends to `problems` what is wrong.
void repository_settings(const config::Config& config, RepositorySettings& out,
                         std::vector<std::string>& problems);
}  // namespace startup
