// actors/seal/sealer.h: personal data at rest: sealed under a data key per owner and day.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "actors/base/clock.h"
#include "actors/base/random.h"
#include "actors/seal/data_key_cache.h"
#include "actors/seal/master_key.h"
#include "store/errc.h"
#include "store/owner.h"
#include "store/transaction.h"

namespace seal {
inline constexpr size_t cached_data_keys_max = 32;
/// What sealing adds: format 1, day 4, nonce 12, tag 16.
inline constexpr size_t sealed_extra_bytes = 33;
/// Data keys lie among the owner's keys under this letter and the day: no slice's key begins so.
inline constexpr char data_key_letter = 'K';

/// Names the record and field that a sealed value belongs to: it opens nowhere else. Not secret,
/// not stored.
struct Aad {
  std::string_view text;
};

/// Whether `sealed` lies under the data key of another day than that of `now`. False for what seal
/// did not make.
bool is_of_another_day(std::string_view sealed, UtcTime now);

/// One per partition state, used by its one thread. Data keys are made when a day's first value is
/// sealed and kept, wrapped by the store key, in the same transaction. A day is a UTC day; with
/// random nonces a key is good for 2^32 values, which is 49,000 a second all day.
class Sealer {
 public:
  /// `random` gives keys (crypto::SystemKeyRandom outside tests) and outlives the sealer.
  Sealer(std::shared_ptr<const WrappingKey> store_key, ::Random& random, store::Owner owner,
         size_t cached_keys_max = cached_data_keys_max)
      : Sealer(std::move(store_key), random, random, owner, cached_keys_max) {}
  /// The same; `nonces` gives what becomes public, one a value.
  Sealer(std::shared_ptr<const WrappingKey> store_key, ::Random& keys, ::Random& nonces,
         store::Owner owner, size_t cached_keys_max = cached_data_keys_max)
      : store_key_(std::move(store_key)),
        random_(keys),
        nonces_(nonces),
        owner_(owner),
        keys_(cached_keys_max) {}

  /// Errors: those of tx.get; corrupt when the day's key does not unwrap; io when the library
  /// fails.
  store::Read<std::string> seal(store::Transaction& tx, UtcTime now, Aad aad,
                                std::string_view plaintext);
  /// Errors: those of tx.get; corrupt when `sealed` is not what seal made for this owner and `aad`.
  store::Read<std::string> open(store::Transaction& tx, Aad aad, std::string_view sealed);

  size_t cached_keys() const { return keys_.size(); }

 private:
  using KeyRead = store::Read<const crypto::SecureBytes*>;
  KeyRead key_to_seal(store::Transaction& tx, uint32_t day);
  KeyRead key_to_open(store::Transaction& tx, uint32_t day);
  KeyRead unwrapped(uint32_t day, std::string_view record);
  KeyRead created(store::Transaction& tx, uint32_t day);
  std::string purpose_of(uint32_t day) const;

  std::shared_ptr<const WrappingKey> store_key_;
  ::Random& random_;
  ::Random& nonces_;
  store::Owner owner_;
  DataKeyCache keys_;
  std::optional<uint32_t>
      committed_day_;  ///< its key's record is durable; no record is ever erased
};
}  // namespace seal
