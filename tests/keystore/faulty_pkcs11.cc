// tests/keystore/faulty_pkcs11.cc: a PKCS#11 library in front of SoftHSM2 that fails when told to.
#include <dlfcn.h>

#include <algorithm>
#include <utility>

#include "tests/keystore/faulty_controls.h"

extern "C" {
keystore::FaultyControls faulty_controls;
CK_RV C_GetFunctionList(CK_FUNCTION_LIST_PTR_PTR list);
}

namespace {
using Lock = std::unique_lock<std::mutex>;
CK_FUNCTION_LIST* real = nullptr;
CK_FUNCTION_LIST shown;
auto& controls = faulty_controls;
thread_local bool unpads = false;  // the decryption under way stands for OAEP-SHA-256

bool is_hidden(CK_MECHANISM_TYPE mechanism) {
  const Lock lock{controls.mutex};
  return std::ranges::count(controls.hidden, mechanism) > 0;
}

CK_RV initialize(void* arguments) {
  const Lock lock{controls.mutex};
  ++controls.starts;
  controls.sessions = 0;
  controls.forgotten = false;
  return real->C_Initialize(arguments);
}

CK_RV token_info(CK_SLOT_ID slot, CK_TOKEN_INFO_PTR info) {
  const CK_RV rv = real->C_GetTokenInfo(slot, info);
  const Lock lock{controls.mutex};
  if (rv == CKR_OK && controls.of_another_maker)
    std::fill(std::begin(info->manufacturerID), std::end(info->manufacturerID), 'X');
  return rv;
}

CK_RV mechanism_list(CK_SLOT_ID slot, CK_MECHANISM_TYPE_PTR list, CK_ULONG_PTR count) {
  const CK_RV rv = real->C_GetMechanismList(slot, list, count);
  if (rv != CKR_OK || list == nullptr) return rv;
  *count = static_cast<CK_ULONG>(std::remove_if(list, list + *count, is_hidden) - list);
  return rv;
}

CK_RV open_session(CK_SLOT_ID slot, CK_FLAGS flags, void* application, CK_NOTIFY notify,
                   CK_SESSION_HANDLE_PTR session) {
  const Lock lock{controls.mutex};
  if (controls.forgotten) return CKR_CRYPTOKI_NOT_INITIALIZED;
  if (controls.sessions >= controls.sessions_allowed &&
      controls.sessions_refused < controls.sessions_refused_most) {
    ++controls.sessions_refused;
    return CKR_SESSION_COUNT;
  }
  const CK_RV rv = real->C_OpenSession(slot, flags, application, notify, session);
  if (rv == CKR_OK) controls.sessions_most = std::max(controls.sessions_most, ++controls.sessions);
  return rv;
}

CK_RV close_session(CK_SESSION_HANDLE session) {
  const Lock lock{controls.mutex};
  if (controls.forgotten) return CKR_CRYPTOKI_NOT_INITIALIZED;
  const CK_RV rv = real->C_CloseSession(session);
  if (rv == CKR_OK) --controls.sessions;
  return rv;
}

CK_RV login(CK_SESSION_HANDLE session, CK_USER_TYPE user, CK_UTF8CHAR_PTR pin, CK_ULONG bytes) {
  {
    Lock lock{controls.mutex};
    ++controls.logins;
    controls.changed.notify_all();
    controls.changed.wait(lock, [] { return !controls.hold_logins; });
    if (controls.every_login != CKR_OK) return controls.every_login;
  }
  return real->C_Login(session, user, pin, bytes);
}

CK_RV fault_of_sign() {
  Lock lock{controls.mutex};
  if (controls.signs_held < controls.signs_held_most) {
    ++controls.signs_held;
    controls.changed.notify_all();
    controls.changed.wait(lock, [] { return !controls.hold_signs; });
    --controls.signs_held;
  }
  if (controls.forgotten) return CKR_CRYPTOKI_NOT_INITIALIZED;
  if (controls.every_sign != CKR_OK) return controls.every_sign;
  if (controls.next_signs.empty()) return CKR_OK;
  const CK_RV rv = controls.next_signs.front();
  controls.next_signs.erase(controls.next_signs.begin());
  return rv;
}

/// What a token does with its state when it answers so. The real library is not stopped: other
/// threads are in it.
void carry_out(CK_RV fault, CK_SESSION_HANDLE session) {
  if (fault == CKR_SESSION_HANDLE_INVALID) close_session(session);
  if (fault == CKR_USER_NOT_LOGGED_IN) real->C_Logout(session);
  if (fault != CKR_CRYPTOKI_NOT_INITIALIZED) return;
  const Lock lock{controls.mutex};
  controls.forgotten = true;
}

CK_RV sign_init(CK_SESSION_HANDLE session, CK_MECHANISM_PTR mechanism, CK_OBJECT_HANDLE key) {
  {
    const Lock lock{controls.mutex};
    if (controls.forgotten) return CKR_CRYPTOKI_NOT_INITIALIZED;
  }
  return real->C_SignInit(session, mechanism, key);
}

CK_RV sign(CK_SESSION_HANDLE session, CK_BYTE_PTR data, CK_ULONG bytes, CK_BYTE_PTR signature,
           CK_ULONG_PTR count) {
  if (const CK_RV fault = fault_of_sign(); fault != CKR_OK) {
    carry_out(fault, session);
    return fault;
  }
  return real->C_Sign(session, data, bytes, signature, count);
}

CK_RV find_objects_init(CK_SESSION_HANDLE session, CK_ATTRIBUTE_PTR wanted, CK_ULONG count) {
  bool log_out = false;
  {
    const Lock lock{controls.mutex};
    log_out = std::exchange(controls.log_out, false);
  }
  if (log_out) real->C_Logout(session);
  return real->C_FindObjectsInit(session, wanted, count);
}

CK_RV generate_key_pair(CK_SESSION_HANDLE session, CK_MECHANISM_PTR mechanism,
                        CK_ATTRIBUTE_PTR shown_half, CK_ULONG shown_count,
                        CK_ATTRIBUTE_PTR private_half, CK_ULONG private_count,
                        CK_OBJECT_HANDLE_PTR shown_key, CK_OBJECT_HANDLE_PTR private_key) {
  {
    Lock lock{controls.mutex};
    ++controls.pairs_held;
    controls.changed.notify_all();
    controls.changed.wait(lock, [] { return !controls.hold_pairs; });
    --controls.pairs_held;
  }
  const CK_RV rv = real->C_GenerateKeyPair(session, mechanism, shown_half, shown_count,
                                           private_half, private_count, shown_key, private_key);
  const Lock lock{controls.mutex};
  if (rv != CKR_OK || controls.next_pairs.empty()) return rv;
  const CK_RV told = controls.next_pairs.front();
  controls.next_pairs.erase(controls.next_pairs.begin());
  return told;
}

CK_RV destroy_object(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object) {
  const CK_RV rv = real->C_DestroyObject(session, object);
  const Lock lock{controls.mutex};
  if (rv == CKR_OK) ++controls.destroyed;
  return rv;
}

CK_RV get_attribute_value(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object,
                          CK_ATTRIBUTE_PTR wanted, CK_ULONG count) {
  {
    const Lock lock{controls.mutex};
    if (controls.every_read != CKR_OK) return controls.every_read;
  }
  return real->C_GetAttributeValue(session, object, wanted, count);
}

CK_RV decrypt_init(CK_SESSION_HANDLE session, CK_MECHANISM_PTR mechanism, CK_OBJECT_HANDLE key) {
  unpads = mechanism->mechanism == CKM_RSA_PKCS_OAEP;
  if (is_hidden(mechanism->mechanism)) return CKR_MECHANISM_INVALID;
  if (!unpads) return real->C_DecryptInit(session, mechanism, key);
  const auto* const asked = static_cast<const CK_RSA_PKCS_OAEP_PARAMS*>(mechanism->pParameter);
  if (asked->hashAlg != CKM_SHA256 || asked->mgf != CKG_MGF1_SHA256 ||
      asked->ulSourceDataLen != 0) {
    return CKR_MECHANISM_PARAM_INVALID;
  }
  CK_MECHANISM raw{CKM_RSA_X_509, nullptr, 0};
  return real->C_DecryptInit(session, &raw, key);
}

CK_RV decrypt(CK_SESSION_HANDLE session, CK_BYTE_PTR in, CK_ULONG bytes, CK_BYTE_PTR out,
              CK_ULONG_PTR count) {
  const CK_RV rv = real->C_Decrypt(session, in, bytes, out, count);
  if (rv != CKR_OK || !unpads) return rv;
  return controls.unpad(out, *count) ? CKR_OK : CKR_ENCRYPTED_DATA_INVALID;
}

bool load_real() {
  void* const handle = dlopen("/usr/lib/softhsm/libsofthsm2.so", RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) return false;
  const auto get = reinterpret_cast<CK_C_GetFunctionList>(dlsym(handle, "C_GetFunctionList"));
  return get != nullptr && get(&real) == CKR_OK;
}
}  // namespace

CK_RV C_GetFunctionList(CK_FUNCTION_LIST_PTR_PTR list) {
  if (real == nullptr && !load_real()) return CKR_GENERAL_ERROR;
  shown = *real;
  shown.C_GetFunctionList = C_GetFunctionList;
  shown.C_Initialize = initialize;
  shown.C_GetTokenInfo = token_info;
  shown.C_GetMechanismList = mechanism_list;
  shown.C_OpenSession = open_session;
  shown.C_CloseSession = close_session;
  shown.C_Login = login;
  shown.C_FindObjectsInit = find_objects_init;
  shown.C_GenerateKeyPair = generate_key_pair;
  shown.C_DestroyObject = destroy_object;
  shown.C_GetAttributeValue = get_attribute_value;
  shown.C_SignInit = sign_init;
  shown.C_Sign = sign;
  shown.C_DecryptInit = decrypt_init;
  shown.C_Decrypt = decrypt;
  *list = &shown;
  return CKR_OK;
}
