// actors/auth/token_key_board.cc: publishing the token keys.
#include "actors/auth/token_key_board.h"

namespace auth {
Expected<TokenKeySetPtr, crypto::Errc> key_set_of(const TokenKeys& keys) {
  auto verify = keys.verify_keys();
  if (!verify.ok()) return verify.error();
  auto jwks = keys.jwks();
  if (!jwks.ok()) return jwks.error();
  return std::make_shared<const TokenKeySet>(
      TokenKeySet{keys.current(), std::move(verify).value(), std::move(jwks).value()});
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
