// actors/seal/index_key.cc: record: check value (16 bytes), then the wrapped key.
#include "actors/seal/index_key.h"

#include <cassert>

#include "actors/seal/wrap.h"
#include "crypto/compare.h"
#include "crypto/digest.h"

namespace seal {
static constexpr std::string_view purpose = "index-key";
static constexpr std::string_view check_purpose = "master-key-check";
static constexpr size_t check_bytes = 16;
static constexpr size_t index_key_bytes = 32;

/// The start of a subkey that serves nothing else: it tells master keys apart and reveals none.
static std::string check_value_of(const MasterKey& master) {
  return std::string(master.subkey(check_purpose).view().substr(0, check_bytes));
}

std::string IndexKey::key_of(const IndexTerm& term) const {
  assert(term.name_space.size() <= 255);
  std::string message(1, static_cast<char>(term.name_space.size()));
  message.append(term.name_space).append(term.value);
  return std::string(crypto::view_of(crypto::hmac_sha256(key_.view(), message)));
}

static Expected<std::string, crypto::Errc> record_of(const crypto::SecureBytes& key,
                                                     const MasterKey& master, ::Random& random) {
  auto wrapped = wrap_secret(master, random, purpose, key.span());
  if (!wrapped.ok()) return wrapped.error();
  return check_value_of(master) + wrapped.value();
}

static Expected<crypto::SecureBytes, std::string> unwrapped(std::string_view record,
                                                            const MasterKey& master) {
  const std::string damaged = "the store's index key record is damaged: restore it from a backup";
  if (record.size() < check_bytes) return damaged;
  if (!crypto::equal_constant_time(record.substr(0, check_bytes), check_value_of(master))) {
    return std::string("the master key does not belong to this store");
  }
  auto key = unwrap_secret(master, purpose, record.substr(check_bytes));
  if (!key.ok() || key.value().size() != index_key_bytes) return damaged;
  return std::move(key).value();
}

Expected<std::string, crypto::Errc> create_index_key(::Random& random, const MasterKey& master) {
  crypto::SecureBytes key(index_key_bytes);
  random.fill(key.span());
  return record_of(key, master, random);
}

Expected<std::string, crypto::Errc> rewrapped_index_key(std::string_view wrapped,
                                                        const MasterKey& from, const MasterKey& to,
                                                        ::Random& random) {
  const auto key = unwrapped(wrapped, from);
  if (!key.ok()) return crypto::Errc::decryption_failed;
  return record_of(key.value(), to, random);
}

Expected<IndexKey, std::string> open_index_key(std::string_view wrapped, const MasterKey& master) {
  auto key = unwrapped(wrapped, master);
  if (!key.ok()) return key.error();
  return IndexKey{std::move(key).value()};
}
}  // namespace seal
