// actors/auth/secret_cache.h: which client secrets were verified a short while ago, so that a busy
// client does not cost an argon2id hash per call.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/digest.h"
#include "crypto/secure_bytes.h"

namespace auth {
/// One pair as presented, with the stored hash that it was verified against: another hash in the
/// store (a new secret) makes the memory worthless at once.
struct PresentedSecret {
  std::string_view client_key;
  std::string_view secret;
  std::string_view phc;
};

/// Keeps HMACs under a key that is drawn per process and never stored. For one thread.
class SecretCache {
 public:
  static constexpr size_t entries_max = 1024;
  static constexpr int64_t valid_seconds_default = 300;

  /// `valid_seconds` (idkernel.auth.client-secret-cache-seconds) 0: nothing is remembered.
  explicit SecretCache(crypto::SecureBytes key, int64_t valid_seconds = valid_seconds_default)
      : key_(std::move(key)), valid_seconds_(valid_seconds) {}

  /// True when this very pair was remembered less than `valid_seconds` before `now`.
  bool knows(const PresentedSecret& presented, int64_t now) const;
  /// Call only after the secret was verified against `presented.phc`.
  void remember(const PresentedSecret& presented, int64_t now);
  /// What an entry is compared by.
  crypto::Sha256 mac_of(const PresentedSecret& presented) const;
  size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    std::string client_key;
    crypto::Sha256 mac{};
    int64_t until = 0;
  };

  crypto::SecureBytes key_;
  int64_t valid_seconds_;
  std::vector<Entry> entries_;
};
}  // namespace auth
