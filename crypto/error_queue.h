// crypto/error_queue.h: OpenSSL's list of errors, one a thread. Private to crypto/.
#pragma once
#include <openssl/err.h>

namespace crypto {
/// Empties the calling thread's list when it goes: nobody after us finds what we were refused.
struct ErrorQueueGuard {
  ErrorQueueGuard() = default;
  ~ErrorQueueGuard() { ERR_clear_error(); }
  ErrorQueueGuard(const ErrorQueueGuard&) = delete;
  ErrorQueueGuard& operator=(const ErrorQueueGuard&) = delete;
};
}  // namespace crypto
