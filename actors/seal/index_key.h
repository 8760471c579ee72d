// actors/seal/index_key.h: personal values in RocksDB keys: found by equality, readable by nobody.
#pragma once
#include <string>
#include <string_view>

#include "actors/base/expected.h"
#include "actors/base/random.h"
#include "actors/seal/master_key.h"
#include "crypto/errc.h"
#include "crypto/secure_bytes.h"

namespace seal {
/// Where the wrapped index key is kept: store::Service::system of partition 0.
inline constexpr std::string_view index_key_record = "seal/index-key";

/// A value to be looked up. The same value in two name spaces ("phone", "email", "user-id") has two
/// unrelated keys. A name space has at most 255 bytes; `value` is normalised by the caller.
struct IndexTerm {
  std::string_view name_space;
  std::string_view value;
};

/// One per store, for as long as the store lives: rows are found by it. Safe from any thread.
class IndexKey {
 public:
  explicit IndexKey(crypto::SecureBytes key) : key_(std::move(key)) {}

  /// 32 bytes, HMAC-SHA-256(index key, length of the name space | name space | value).
  std::string key_of(const IndexTerm& term) const;

 private:
  crypto::SecureBytes key_;
};

/// A new index key, wrapped, behind a check value that tells whether a master key is the store's.
/// Errors: internal.
Expected<std::string, crypto::Errc> create_index_key(::Random& random, const MasterKey& master);

/// The same index key under another master key. Errors: decryption_failed (`from` is not its master
/// key, or it is damaged), internal.
Expected<std::string, crypto::Errc> rewrapped_index_key(std::string_view wrapped,
                                                        const MasterKey& from, const MasterKey& to,
                                                        ::Random& random);

/// Errors: "the master key does not belong to this store", or that the record is damaged.
Expected<IndexKey, std::string> open_index_key(std::string_view wrapped, const MasterKey& master);
}  // namespace seal
