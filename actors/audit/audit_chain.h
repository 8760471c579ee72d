// actors/audit/audit_chain.h: the records of one (service, partition), each carrying the hash of
// the one before (DECISIONS 20).
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "actors/base/clock.h"
#include "actors/base/result.h"
#include "actors/seal/sealer.h"
#include "store/errc.h"
#include "store/owner.h"
#include "store/transaction.h"

namespace audit {
/// Where a chain ends, or begins: sequence 0, and the hash that stands for "nothing before".
struct Head {
  uint64_t sequence = 0;
  std::string hash = std::string(32, '\0');

  friend bool operator==(const Head&, const Head&) = default;
};

/// One link as it is kept: open, but for the text.
struct Link {
  uint64_t sequence = 0;
  UtcTime logged{};
  std::string hash;    ///< 32 bytes: of the link before, owner, sequence, time and text
  std::string sealed;  ///< the text
};

/// The hash of the link that follows `before`.
std::string hash_after(const Head& before, store::Owner owner, UtcTime logged,
                       std::string_view text);

/// Where all links lie.
inline constexpr std::string_view link_prefix = "J";
/// The prefix and the sequence.
std::string link_key(uint64_t sequence);
std::string encoded(const Link& link);
/// Nothing when `key` and `value` are no such record.
std::optional<Link> decode_link(std::string_view key, std::string_view value);
/// What seals a link's text to its place.
std::string link_aad(uint64_t sequence);

/// The one key under which a chain keeps its head, sealed: whoever cannot seal cannot cut the end
/// off a chain and name another one. An old head that is put back with the old links is not seen.
inline constexpr std::string_view head_key = "G";
inline constexpr std::string_view head_aad = "audit/head";
std::string encoded(const Head& head);
std::optional<Head> decode_head(std::string_view value);

/// The growing end. One actor holds it, through a Trail (trail.h), which rewinds it with a request
/// that is undone and has the head written once a batch.
class Chain {
 public:
  Chain(std::shared_ptr<seal::Sealer> sealer, store::Owner owner)
      : sealer_(std::move(sealer)), owner_(owner) {}

  /// Reads the head and looks at the link that it names; without a head there must be none. Errors:
  /// those of tx.get; corrupt.
  store::Read<Head> load(store::Transaction& tx);

  /// The next link, in the caller's transaction: durable with it. Answers its sequence. Times never
  /// run backwards in a chain: a clock that does is held at the last one's.
  /// Errors: those of Sealer::seal; nothing is then appended.
  store::Read<uint64_t> append(std::string_view text, UtcTime now, store::Transaction& tx);

  /// What undoing a request needs.
  struct Mark {
    Head head;
    UtcTime last_logged{};
    bool grown = false;
  };
  Mark mark() const { return {head_, last_logged_, grown_}; }
  /// The links appended since `mark` were never written.
  void rewind(Mark mark);

  /// Whether links were appended since the head was last written.
  bool has_grown() const { return grown_; }
  /// Forgets the links up to `last`, which lie in the archive now: that one is the tail
  /// (audit_ends.h). Does nothing when they are forgotten already. Errors: those of the transaction
  /// and of Sealer::seal; corrupt when there is no such link.
  store::Read<Done> trim(uint64_t last, store::Transaction& tx);

  /// Writes the head when links were appended since. Throws when it cannot be sealed.
  void keep_head(store::Transaction& tx);

 private:
  store::Read<Link> last_link(const Head& head, const Head& tail, store::Transaction& tx);

  std::shared_ptr<seal::Sealer> sealer_;
  store::Owner owner_;
  Head head_;
  UtcTime last_logged_{};
  UtcTime now_{};  ///< of the last append
  bool grown_ = false;
};
}  // namespace audit
