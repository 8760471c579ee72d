// actors/seal/store_key.h: the key that wraps every data key of a store, and how it is kept.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "actors/base/expected.h"
#include "actors/base/random.h"
#include "actors/seal/master_key.h"
#include "crypto/errc.h"
#include "crypto/secure_bytes.h"
#include "store/owner.h"

namespace seal {
/// Where it is kept: store::Service::system of partition 0.
inline constexpr std::string_view store_key_record = "seal/store-key";
inline constexpr size_t store_key_bytes = 32;

/// The store key, encrypted for a key of the key manager's application STORE. That key's keystore
/// opens it once, at the start: sealing costs no RSA operation and waits for no token.
struct KeptStoreKey {
  std::string alias;  ///< of the key version that opens it
  std::string block;  ///< RSA-OAEP
};
std::string encoded(const KeptStoreKey& kept);
/// Nothing when the bytes are no such record.
std::optional<KeptStoreKey> decode_store_key(std::string_view bytes);

/// `random` is crypto::SystemKeyRandom outside tests.
crypto::SecureBytes new_store_key(::Random& random);

/// What binds the wrapped data key under `record_key` ("K" and the day) of `owner` to its place.
std::string data_key_purpose(store::Owner owner, std::string_view record_key);

/// One record of a data key and where it lies.
struct DataKeyRecord {
  store::Owner owner;
  std::string_view key;
  std::string_view value;
};
/// Its value under another key. Errors: decryption_failed (it is not wrapped under `from`),
/// internal.
Expected<std::string, crypto::Errc> rewrapped(const DataKeyRecord& record, const WrappingKey& from,
                                              const WrappingKey& to, ::Random& random);
}  // namespace seal
