// actors/auth/key_record.cc: token keys under the seal.
#include "actors/auth/key_record.h"

namespace auth {
namespace {
constexpr std::string_view purpose = "token-key";
}

Expected<std::string, crypto::Errc> wrap_keys(const TokenKeys& keys, const seal::MasterKey& master,
                                              Random& random) {
  const auto bytes = keys.encode();
  if (!bytes.ok()) return bytes.error();
  return seal::wrap_secret(master, random, purpose, bytes.value().span());
}

Expected<TokenKeys, crypto::Errc> unwrap_keys(std::string_view record,
                                              const seal::MasterKey& master) {
  const auto bytes = seal::unwrap_secret(master, purpose, record);
  if (!bytes.ok()) return bytes.error();
  return TokenKeys::decode(bytes.value().view());
}
}  // namespace auth
