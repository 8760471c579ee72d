// actors/auth/key_fetcher.h: fetches the keys of other issuers in the background, on threads of its
// own.
#pragma once
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "actors/auth/external_keys.h"
#include "actors/auth/fetch_plan.h"
#include "actors/base/clock.h"

namespace auth {
/// What came from an address, or why nothing did.
struct Fetched {
  std::string body;
  std::string fault;  ///< empty: it went well
};
/// Blocks; called from several threads at once.
using Fetch = std::function<Fetched(const std::string& url)>;

inline constexpr std::chrono::milliseconds fetch_timeout{10'000};

/// By libcurl: https by the authorities in `ca_file` (empty: the system's), or http; no redirect is
/// followed, no proxy asked, at most jwks_bytes_max are taken, within fetch_timeout. Given up when
/// `ending` is set. libcurl must have been started.
Fetch fetch_by_http(std::string ca_file, std::shared_ptr<const std::atomic<bool>> ending);

/// One thread for each issuer, so that a slow one keeps nobody else waiting.
class KeyFetcher {
 public:
  KeyFetcher(std::shared_ptr<ExternalKeyBoard> board, FetchTimes times, Fetch fetch, Clock clock);
  /// Waits for fetches under way: their Fetch should be told to give up before.
  ~KeyFetcher();
  KeyFetcher(const KeyFetcher&) = delete;
  KeyFetcher& operator=(const KeyFetcher&) = delete;

 private:
  void run(size_t issuer);
  bool fetch_one(size_t issuer, const ExternalIssuer& from);

  std::shared_ptr<ExternalKeyBoard> board_;
  FetchTimes times_;
  Fetch fetch_;
  Clock clock_;
  std::vector<std::thread> threads_;
};
}  // namespace auth
