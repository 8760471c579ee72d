// actors/seal/store_key.cc: record: version | bytes of the alias | alias | block.
#include "actors/seal/store_key.h"

#include "actors/seal/wrap.h"

namespace seal {
static constexpr char store_key_version = 1;

std::string encoded(const KeptStoreKey& kept) {
  std::string out{store_key_version, static_cast<char>(kept.alias.size())};
  return out.append(kept.alias).append(kept.block);
}

std::optional<KeptStoreKey> decode_store_key(std::string_view bytes) {
  if (bytes.size() < 2 || bytes[0] != store_key_version) return std::nullopt;
  const auto alias_bytes = static_cast<size_t>(static_cast<unsigned char>(bytes[1]));
  bytes.remove_prefix(2);
  if (alias_bytes == 0 || bytes.size() <= alias_bytes) return std::nullopt;
  return KeptStoreKey{std::string{bytes.substr(0, alias_bytes)},
                      std::string{bytes.substr(alias_bytes)}};
}

crypto::SecureBytes new_store_key(::Random& random) {
  crypto::SecureBytes key(store_key_bytes);
  random.fill(key.span());
  return key;
}

std::string data_key_purpose(store::Owner owner, std::string_view record_key) {
  // Stored data depends on it: it never changes. The letter in front of the day is not part of it.
  return ("data-key/" + store::key_prefix(owner)).append(record_key.substr(1));
}

Expected<std::string, crypto::Errc> rewrapped(const DataKeyRecord& record, const WrappingKey& from,
                                              const WrappingKey& to, ::Random& random) {
  const std::string purpose = data_key_purpose(record.owner, record.key);
  const auto key = unwrap_secret(from, purpose, record.value);
  if (!key.ok()) return key.error();
  return wrap_secret(to, random, purpose, key.value().span());
}
}  // namespace seal
