// actors/auth/token_key_board.cc: publishing the token keys.
#include "actors/auth/token_key_board.h"

namespace auth {
TokenKeySetPtr key_set_of(TokenKey current, std::vector<VerifyKey> verify) {
  std::vector<Jwk> jwks;
  jwks.reserve(verify.size());
  for (const VerifyKey& key : verify) jwks.push_back(jwk_of(key));
  return std::make_shared<const TokenKeySet>(
      TokenKeySet{std::move(current), std::move(verify), std::move(jwks)});
}

void TokenKeyBoard::publish(TokenKeySetPtr keys) {
  const std::scoped_lock lock{mutex_};
  keys_ = std::move(keys);
  version_.fetch_add(1, std::memory_order_release);
}

TokenKeySetPtr TokenKeyBoard::keys() const {
  const std::scoped_lock lock{mutex_};
  return keys_;
}
}  // namespace auth
