// actors/auth/token_verifier.h: from the text of a token to who holds it, with a memory of recent
// answers.
#pragma once
#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "actors/auth/external_keys.h"
#include "actors/auth/principal.h"
#include "actors/auth/revocations.h"
#include "actors/auth/token_key_board.h"
#include "actors/base/expected.h"

namespace auth {
/// What all verifiers of a process count together, for metrics. Safe from any thread.
struct VerifyFigures {
  std::atomic<uint64_t> hits{0};    ///< answered from memory
  std::atomic<uint64_t> misses{0};  ///< judged anew
  std::array<std::atomic<uint64_t>, verify_errc_count> refused{};
};

/// Whose signatures count and what their tokens must say. Shared by all verifiers; only the board's
/// keys change.
struct Trust {
  std::shared_ptr<const TokenKeyBoard> keys;
  TokenRules rules;
  RoleTable roles;
  std::shared_ptr<ExternalKeyBoard> external = nullptr;  ///< null: ours are the only tokens
  std::shared_ptr<VerifyFigures> figures = std::make_shared<VerifyFigures>();
};

/// For one thread (a reactor has its own). `board` outlives it.
class Verifier {
 public:
  static constexpr size_t ways = 4;
  static constexpr size_t cache_entries_default = 4096;

  /// Remembers at most about `cache_entries` tokens (rounded up to a power of two, at least
  /// `ways`): about 3 KiB each.
  Verifier(std::shared_ptr<const Trust> trust, const RevocationBoard& board,
           size_t cache_entries = cache_entries_default);
  ~Verifier();
  Verifier(const Verifier&) = delete;
  Verifier& operator=(const Verifier&) = delete;

  /// Who holds this access token at `now` (seconds since 1970). Expiry and revocation are looked at
  /// on every call, whatever is remembered. A token of another issuer under a key that is not known
  /// is refused at once, and its keys are asked for: nobody waits. Errors: all of VerifyErrc.
  Expected<PrincipalPtr, VerifyErrc> verify(std::string_view token, int64_t now);

  const VerifyFigures& counts() const { return *trust_->figures; }
  /// How many tokens are remembered, for metrics.
  size_t remembered() const;

 private:
  struct Slot {
    uint64_t hash = 0;
    uint64_t used = 0;
    uint64_t checked_version = 0;  ///< of the board, when the token was last seen not revoked
    std::string token;
    PrincipalPtr principal;
  };

  Expected<PrincipalPtr, VerifyErrc> judge(std::string_view token, int64_t now);
  Expected<PrincipalPtr, VerifyErrc> judge_external(std::string_view token, size_t issuer,
                                                    int64_t now);
  Expected<PrincipalPtr, VerifyErrc> admit(Claims claims);
  Expected<PrincipalPtr, VerifyErrc> recall(Slot& slot, int64_t now);
  Slot* find(std::string_view token, uint64_t hash);
  void remember(std::string_view token, uint64_t hash, const PrincipalPtr& principal, int64_t now);
  bool is_revoked(const Principal& principal);
  void refresh_snapshot();
  void refresh_keys();
  void refresh_external_keys();
  std::span<Slot> set_of(uint64_t hash);
  static void forget(Slot& slot);

  std::shared_ptr<const Trust> trust_;
  const RevocationBoard& board_;
  std::shared_ptr<const RevocationSnapshot> revoked_;
  TokenKeySetPtr keys_;
  uint64_t keys_version_ = 0;    ///< of the board, when keys_ was read
  ExternalKeySetsPtr external_;  ///< null: none are trusted
  uint64_t external_version_ = 0;
  std::vector<Slot> slots_;
  uint64_t clock_ = 0;
};
}  // namespace auth
