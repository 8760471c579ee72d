// actors/auth/external_keys.h: the keys of other issuers, as verifiers see them and the fetcher
// leaves them.
#pragma once
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "actors/auth/external_issuer.h"
#include "actors/auth/jwks.h"

namespace auth {
/// One issuer and its keys at one moment; none before they came for the first time.
struct IssuerKeys {
  ExternalIssuer issuer;
  std::vector<ExternalKey> keys;
};

/// All other issuers at one moment. Immutable, so any thread may keep and read it.
using ExternalKeySets = std::vector<std::shared_ptr<const IssuerKeys>>;
using ExternalKeySetsPtr = std::shared_ptr<const ExternalKeySets>;

/// What health and metrics tell of one issuer's keys.
struct IssuerState {
  std::string url;
  size_t keys = 0;
  int64_t fetched = 0;  ///< when they came last, seconds since 1970; 0: never
  uint64_t fetches = 0, failures = 0;
  std::string fault;  ///< of the last fetch; empty: it went well
};

/// Safe from any thread. Fetchers publish and wait, verifiers read and wish.
class ExternalKeyBoard {
 public:
  using Instant = std::chrono::steady_clock::time_point;

  explicit ExternalKeyBoard(std::vector<ExternalIssuer> issuers);

  /// Changes when the keys of an issuer do. A reader that holds the sets of this version needs no
  /// others.
  uint64_t version() const { return version_.load(std::memory_order_acquire); }
  /// Never null; as many entries as there are issuers, in their order.
  ExternalKeySetsPtr sets() const;

  /// A token names a key that is not there: the fetcher shall look. Cheap, however often it is
  /// called.
  void want(size_t issuer);

  void publish(size_t issuer, std::vector<ExternalKey> keys, int64_t now);
  /// The keys that are there stay good.
  void note_failure(size_t issuer, std::string fault);
  std::vector<IssuerState> states() const;

  bool is_wanted(size_t issuer) const { return wishes_[issuer].load(); }
  /// Before a fetch: who wishes from now on may have seen what it brings.
  void take_wish(size_t issuer) { wishes_[issuer].store(false); }
  /// Returns at `until`, at end() or, when `for_wishes`, as soon as the issuer is wanted: false at
  /// end().
  bool wait(size_t issuer, Instant until, bool for_wishes);
  void end();

 private:
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  ExternalKeySetsPtr sets_;
  std::vector<IssuerState> states_;
  std::vector<std::atomic<bool>> wishes_;
  std::atomic<uint64_t> version_{1};
  bool ended_ = false;
};
}  // namespace auth
