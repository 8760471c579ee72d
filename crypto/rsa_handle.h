// crypto/rsa_handle.h: an RSA key and an operation on it made ready once. Private to crypto/.
#pragma once
#include <memory>

#include "crypto/openssl_handles.h"

namespace crypto {
/// Making an operation ready (looking algorithms up under the library's locks) costs a quarter of a
/// verification. `ready` is only ever duplicated, which is safe from many threads.
struct RsaHandle {
  OwnedPkey key;
  OwnedPkeyContext ready;
};

enum class RsaUse { sign, verify };

/// Null when there is no key or the library cannot use it so.
std::shared_ptr<const RsaHandle> rsa_handle_of(OwnedPkey key, RsaUse use);
}  // namespace crypto
