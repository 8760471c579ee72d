// actors/auth/key_record.cc: token keys under the seal.
#include "actors/auth/key_record.h"

#include "actors/auth/record_codec.h"
#include "actors/seal/wrap.h"

namespace auth {
namespace {
constexpr std::string_view purpose = "token-key";
constexpr uint8_t record_version = 1;
constexpr size_t token_keys_max = 2;
}  // namespace

Expected<std::vector<KeptTokenKey>, crypto::Errc> unwrap_keys(std::string_view record,
                                                              const seal::MasterKey& master) {
  const auto bytes = seal::unwrap_secret(master, purpose, record);
  if (!bytes.ok()) return bytes.error();
  RecordReader reader(bytes.value().view(), record_version);
  const uint64_t count = reader.number();
  if (!reader.ok() || count == 0 || count > token_keys_max) return crypto::Errc::bad_input;
  std::vector<KeptTokenKey> keys;
  for (uint64_t i = 0; i < count; ++i) {
    const int64_t created = reader.signed_number();
    const std::string_view der = reader.view();
    if (!reader.ok()) return crypto::Errc::bad_input;
    auto key = crypto::RsaPrivateKey::from_pkcs8_der(std::as_bytes(std::span{der}));
    if (!key.ok()) return key.error();
    keys.push_back({created, std::move(key).value()});
  }
  if (!reader.finished()) return crypto::Errc::bad_input;
  return keys;
}
}  // namespace auth
