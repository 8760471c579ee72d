// crypto/keystore/pkcs11/library.cc: dlopen, C_Initialize and C_Finalize.
#include "crypto/keystore/pkcs11/library.h"

#include <dlfcn.h>

#include <string_view>

#include "crypto/keystore/pkcs11/answer.h"

namespace keystore::pkcs11 {
Expected<std::unique_ptr<Library>, std::string> Library::load(const std::string& path) {
  void* const handle = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) {
    // Each thread has an error of its own in glibc.
    const std::string why{dlerror()};  // NOLINT(concurrency-mt-unsafe)
    return "the PKCS#11 library cannot be loaded: " + why;
  }
  const auto list =
      reinterpret_cast<CK_C_GetFunctionList>(dlsym(handle, "C_GetFunctionList"));  // NOLINT
  CK_FUNCTION_LIST* api = nullptr;
  if (list == nullptr || list(&api) != CKR_OK || api == nullptr) {
    return path + " is not a PKCS#11 library";
  }
  std::unique_ptr<Library> library{new Library{api}};
  if (const CK_RV rv = library->initialise(); rv != CKR_OK) {
    return path + " does not start: " + name_of(rv);
  }
  return library;
}

Library::~Library() { api_->C_Finalize(nullptr); }

CK_RV Library::initialise() {
  CK_C_INITIALIZE_ARGS arguments{};
  arguments.flags = CKF_OS_LOCKING_OK;
  const CK_RV rv = api_->C_Initialize(&arguments);
  return rv == CKR_CRYPTOKI_ALREADY_INITIALIZED ? CKR_OK : rv;
}

bool Library::takes_one_call_at_a_time() const {
  CK_INFO info{};
  if (api_->C_GetInfo(&info) != CKR_OK) return false;
  const std::string_view maker{reinterpret_cast<const char*>(info.manufacturerID),
                               sizeof info.manufacturerID};
  return maker.starts_with("PKCS#11 Kit");
}

CK_RV Library::reinitialise() {
  api_->C_Finalize(nullptr);
  return initialise();
}
}  // namespace keystore::pkcs11
