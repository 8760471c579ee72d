// crypto/ready_operation.h: an operation on a key, made ready once. Private to crypto/.
#pragma once
#include <openssl/err.h>

#include <mutex>

#include "crypto/openssl_handles.h"

namespace crypto {
/// Making an RSA operation ready (looking algorithms up under the library's locks) costs a fifth of
/// an encryption and a twentieth of a signature. The context made ready is only ever duplicated,
/// which is safe from many threads.
class ReadyOperation {
 public:
  /// Begins the operation and sets its parameters; false when the library cannot.
  using Prepare = bool (*)(EVP_PKEY_CTX* context);

  /// A context of the caller's own, ready to work with `key`. Null when the library cannot. Every
  /// call must name the same key and preparation.
  OwnedPkeyContext begin(EVP_PKEY* key, Prepare prepare) const {
    std::call_once(once_, [&] {
      OwnedPkeyContext context{EVP_PKEY_CTX_new(key, nullptr)};
      if (context && prepare(context.get())) ready_ = std::move(context);
      ERR_clear_error();
    });
    return OwnedPkeyContext{ready_ ? EVP_PKEY_CTX_dup(ready_.get()) : nullptr};
  }

 private:
  mutable std::once_flag once_;
  mutable OwnedPkeyContext ready_;
};

/// OAEP with SHA-256 twice, on a context that encrypts or decrypts.
bool set_oaep_sha256(EVP_PKEY_CTX* context);
}  // namespace crypto
