// crypto/thread.cc: OpenSSL's per-thread state.
#include "crypto/thread.h"

#include <openssl/crypto.h>

namespace crypto {
void end_thread() noexcept { OPENSSL_thread_stop(); }
}  // namespace crypto
