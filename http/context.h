// http/context.h: what handlers reach: the actors, the limits, and what configuration said about
// the wire.
#pragma once
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "actors/auth/token_verifier.h"
#include "actors/crypto_pool/lane.h"
#include "http/actors.h"
#include "http/admin/admin_http.h"
#include "http/cors.h"
#include "http/gateway.h"
#include "http/prereg/prereg_settings.h"
#include "http/rate_limit.h"
#include "http/wire.h"

namespace http {
/// What configuration decides about tokens and cookies on the wire (auth sheet 3, 12).
struct TokenWire {
  std::string name = "Authorization";           ///< of cookie and header: auth.token.header
  std::string accepted_prefix = "Mosip-Token";  ///< auth.jwt.base
  int64_t cookie_max_age_seconds = 6'000'000;   ///< auth.cookie.max-age
  bool secure_cookie = true;                    ///< mosip.security.secure-cookie
  std::string same_site = "Lax";                ///< idkernel.auth.cookie-same-site; empty: not sent
};

/// Where work goes that takes too long for a reactor thread; see http/pool_job.h.
struct PoolLanes {
  std::shared_ptr<crypto_pool::Lane> fast;
  std::shared_ptr<crypto_pool::Lane> slow;
  std::shared_ptr<crypto_pool::Lane> device = nullptr;  ///< null: no key is in a device
};

/// Questions about users (auth sheet 9).
struct UserQuestions {
  auth::RouteRoles roles;               ///< who may ask about others: idkernel.role.user-details
  std::vector<std::string> role_names;  ///< that mean something to some route
  uint64_t page_max = 100;              ///< so many users are listed at once
};

/// One for the process; handlers read it from every reactor thread.
struct Context {
  Wire wire;
  TokenWire tokens;
  Cors cors;
  std::vector<std::string> trusted_proxies;

  std::unique_ptr<Gateway> gateway;
  Actors actors;
  PoolLanes pool;
  std::chrono::milliseconds request_timeout{30'000};  ///< idkernel.http.request-timeout-ms
  Issuer issuer;
  Admin admin;
  UserQuestions users;
  Prereg prereg;

  std::unique_ptr<RateLimit> by_address;  ///< open endpoints
  std::unique_ptr<RateLimit>
      by_subject;  ///< open endpoints, called by handlers that know whom it is about
  std::unique_ptr<RateLimit> by_caller;  ///< authenticated callers, per (azp, sub)

  /// True when `subject` (a user or client name) may try once more; it counts the try.
  bool may_try(std::string_view subject) const {
    return by_subject->allow(subject, std::chrono::steady_clock::now());
  }

  /// Round robin, for what any partition can answer.
  size_t next_partition() const { return round_robin.fetch_add(1, std::memory_order_relaxed); }
  mutable std::atomic<size_t> round_robin{0};

  /// Makes the token verifier of one reactor thread.
  std::function<std::unique_ptr<auth::Verifier>()> make_verifier;
};
}  // namespace http
