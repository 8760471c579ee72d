// tests/keystore/soft_hsm_leaks.h: SoftHSM2 leaks a string whenever it signs with an Ed25519 key.
#pragma once
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/lsan_interface.h>

namespace keystore {
/// LeakSanitizer does not look at what this thread allocates while one of these lives.
using SoftHsmLeaks = __lsan::ScopedDisabler;
}  // namespace keystore
#else
namespace keystore {
struct SoftHsmLeaks {
  SoftHsmLeaks() {}  // NOLINT(modernize-use-equals-default): used for its scope alone
};
}  // namespace keystore
#endif
