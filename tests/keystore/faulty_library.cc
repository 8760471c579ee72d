// tests/keystore/faulty_library.cc: finds the controls in the loaded library.
#include "tests/keystore/faulty_library.h"

#include <dlfcn.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "crypto/oaep.h"

namespace keystore {
namespace {
bool unpad(unsigned char* block, unsigned long& bytes) {
  const auto secret = crypto::oaep_sha256_unpad({reinterpret_cast<const std::byte*>(block), bytes});
  if (!secret.ok()) return false;
  bytes = secret.value().size();
  std::memcpy(block, secret.value().data(), bytes);
  return true;
}
}  // namespace

FaultyControls& faulty() {
  static auto* const controls = [] {
    void* const handle = dlopen(faulty_library, RTLD_NOW | RTLD_LOCAL);
    void* const found = handle == nullptr ? nullptr : dlsym(handle, "faulty_controls");
    if (found == nullptr) {
      std::perror(dlerror());
      std::abort();
    }
    auto* const out = static_cast<FaultyControls*>(found);
    out->unpad = unpad;
    return out;
  }();
  return *controls;
}
}  // namespace keystore
