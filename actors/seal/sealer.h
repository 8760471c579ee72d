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
/// What sealing adds: format 1, number of the data key 4, nonce 12, tag 16.
inline constexpr size_t sealed_extra_bytes = 33;
/// Data keys lie among the owner's keys under this letter and their number: no slice's key begins
/// so.
inline constexpr char data_key_letter = 'K';

/// Names the record and field that a sealed value belongs to: it opens nowhere else. Not secret,
/// not stored.
struct Aad {
  std::string_view text;
};

/// A data key's number: the UTC day (since 1970) in the lower 20 bits, above it which of that day's
/// keys it is, from 0.
inline constexpr uint32_t data_key_day_bits = 20;
inline constexpr uint32_t data_keys_a_day_max = 1U << (32 - data_key_day_bits);

/// The number of the data key that `sealed` lies under. Nothing for what seal did not make.
std::optional<uint32_t> data_key_of(std::string_view sealed);

/// One per partition state, used by its one thread. Data keys are made when a day's first value is
/// sealed and kept in the same transaction, wrapped by the newest key that the owner's service has
/// of its own (ServiceKeys), else by the store key. When that key is another, the next value gets a
/// data key of its own, also within the day; beyond data_keys_a_day_max the day's last one goes on.
/// With random nonces a key is good for 2^32 values, which is 49,000 a second all day.
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

  /// Errors: those of tx.get; corrupt when the data key does not unwrap; io when the library fails
  /// or the service's key does not open.
  store::Read<std::string> seal(store::Transaction& tx, UtcTime now, Aad aad,
                                std::string_view plaintext);
  /// Errors: those of tx.get; corrupt when `sealed` is not what seal made for this owner and `aad`;
  /// io when the key that wraps its data key does not open.
  store::Read<std::string> open(store::Transaction& tx, Aad aad, std::string_view sealed);

  /// The number of the data key that seal would use at `now`; nothing when it would make one.
  /// Errors: those of tx.get.
  store::Read<std::optional<uint32_t>> data_key_at(store::Transaction& tx, UtcTime now);
  /// Whether the data key `number` is wrapped by what a new one would be wrapped by. False when no
  /// such data key is kept. Errors: those of tx.get.
  store::Read<bool> is_under_newest(store::Transaction& tx, uint32_t number);

  size_t cached_keys() const { return keys_.size(); }

 private:
  using KeyRead = store::Read<const crypto::SecureBytes*>;
  /// What data keys are wrapped by now.
  struct Wrapping {
    uint64_t changes = 0;
    std::string alias;  ///< "": the store key
    std::shared_ptr<const WrappingKey> key;
  };
  /// A data key's record and where it lies.
  struct Kept {
    uint32_t number = 0;
    std::string record;
  };
  /// A data key, or the number that a new one gets.
  struct Choice {
    uint32_t number = 0;
    std::optional<std::string> record;  ///< nothing: it is to be made
  };

  store::Read<Choice> choose(store::Transaction& tx, uint32_t day);
  /// The day's last key; `alias` names what one would be wrapped by now.
  store::Read<std::optional<Kept>> last_of(store::Transaction& tx, uint32_t day,
                                           std::string_view alias) const;
  KeyRead key_to_seal(store::Transaction& tx, uint32_t day, uint32_t& number);
  KeyRead key_to_open(store::Transaction& tx, uint32_t number);
  KeyRead unwrapped(uint32_t number, std::string_view record);
  KeyRead created(store::Transaction& tx, uint32_t number);
  std::string purpose_of(uint32_t number) const;
  /// Looks again when a key was added.
  const Wrapping& wrapping();

  std::shared_ptr<const WrappingKey> store_key_;
  ::Random& random_;
  ::Random& nonces_;
  store::Owner owner_;
  DataKeyCache keys_;
  Wrapping wrapping_;
  /// The data key in use, whose record is durable; no record is ever erased.
  struct InUse {
    uint32_t number = 0;
    uint64_t changes = 0;  ///< of the wrapping that it was chosen for
  };
  std::optional<InUse> in_use_;
};
}  // namespace seal
