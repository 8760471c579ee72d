// crypto/jws_search.h: which of many keys has signed a JWS.
#pragma once
#include <functional>
#include <optional>

#include "crypto/jws.h"

namespace crypto {
/// The next key to try; nothing: there are no more.
using NextKey = std::function<std::optional<PublicKey>()>;

/// Whether one of the keys has signed, as verify_jws says of one. Keys are asked for as they are
/// needed. What is signed is put together once, and for RSA hashed once, however many they are.
bool is_signed_by_one(const JwsParts& parts, const JwsClaim& claim, const NextKey& next);
}  // namespace crypto
