// tests/http/hanging_pkcs11.cc: a PKCS#11 library in front of SoftHSM2 with a call that never comes
// back. HANGS_AT in the environment says which: `pairs`, the making of a pair of keys, which then
// refuses to make a symmetric key; `close`, the closing of a session.
#include <dlfcn.h>
#include <p11-kit/pkcs11.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <iterator>
#include <string_view>

extern "C" CK_RV C_GetFunctionList(CK_FUNCTION_LIST_PTR_PTR list);

namespace {
CK_FUNCTION_LIST* real = nullptr;
std::atomic<bool> a_pair_hangs{false};

CK_RV generate_key_pair(CK_SESSION_HANDLE /*session*/, CK_MECHANISM_PTR /*mechanism*/,
                        CK_ATTRIBUTE_PTR /*shown_half*/, CK_ULONG /*shown_count*/,
                        CK_ATTRIBUTE_PTR /*private_half*/, CK_ULONG /*private_count*/,
                        CK_OBJECT_HANDLE_PTR /*shown_key*/, CK_OBJECT_HANDLE_PTR /*private_key*/) {
  a_pair_hangs = true;
  a_pair_hangs.notify_all();
  while (true) ::pause();
}

CK_RV generate_key(CK_SESSION_HANDLE /*session*/, CK_MECHANISM_PTR /*mechanism*/,
                   CK_ATTRIBUTE_PTR /*wanted*/, CK_ULONG /*count*/, CK_OBJECT_HANDLE_PTR /*key*/) {
  a_pair_hangs.wait(false);
  return CKR_DATA_INVALID;
}

CK_RV close_session(CK_SESSION_HANDLE /*session*/) {
  while (true) ::pause();
}

/// Of a SoftHSM keys are made one after the other.
CK_RV token_info(CK_SLOT_ID slot, CK_TOKEN_INFO_PTR info) {
  const CK_RV rv = real->C_GetTokenInfo(slot, info);
  if (rv == CKR_OK)
    std::fill(std::begin(info->manufacturerID), std::end(info->manufacturerID), 'X');
  return rv;
}
}  // namespace

CK_RV C_GetFunctionList(CK_FUNCTION_LIST_PTR_PTR list) {
  static CK_FUNCTION_LIST shown;
  void* const handle = dlopen("/usr/lib/softhsm/libsofthsm2.so", RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) return CKR_GENERAL_ERROR;
  const auto get = reinterpret_cast<CK_C_GetFunctionList>(dlsym(handle, "C_GetFunctionList"));
  const char* const hangs_at = std::getenv("HANGS_AT");
  if (get == nullptr || get(&real) != CKR_OK || hangs_at == nullptr) return CKR_GENERAL_ERROR;
  shown = *real;
  shown.C_GetFunctionList = C_GetFunctionList;
  if (std::string_view{hangs_at} == "close") {
    shown.C_CloseSession = close_session;
  } else {
    shown.C_GetTokenInfo = token_info;
    shown.C_GenerateKeyPair = generate_key_pair;
    shown.C_GenerateKey = generate_key;
  }
  *list = &shown;
  return CKR_OK;
}
