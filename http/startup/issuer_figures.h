// http/startup/issuer_figures.h: what metrics and health tell of other issuers' keys.
#pragma once
#include <memory>
#include <vector>

#include "actors/auth/external_keys.h"
#include "actors/base/clock.h"
#include "http/collected.h"
#include "http/management.h"

namespace startup {
using ExternalKeyBoardPtr = std::shared_ptr<const auth::ExternalKeyBoard>;

/// idkernel_issuer_*, by issuer. None without a board.
std::vector<http::Figures> issuer_figures(const ExternalKeyBoardPtr& board, const Clock& clock);

/// One part, when there are other issuers: a warning while one's last fetch failed or its keys
/// never came. Never more: the keys that are there stay good.
std::vector<http::Health> issuer_health(const ExternalKeyBoardPtr& board);
}  // namespace startup
