// http/startup/repository_figures.h: what metrics and health tell of the identity repository.
#pragma once
#include <memory>
#include <vector>

#include "actors/identity/identity_search.h"
#include "http/collected.h"
#include "http/management.h"

namespace startup {
using RepositoryStatePtr = std::shared_ptr<const identity::RepositoryState>;

/// idkernel_idrepo_*. None where no repository is asked.
std::vector<http::Figures> repository_figures(const RepositoryStatePtr& state);

/// One part, where one is asked: a warning while it is left alone.
std::vector<http::Health> repository_health(const RepositoryStatePtr& state);
}  // namespace startup
