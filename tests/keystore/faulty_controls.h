// tests/keystore/faulty_controls.h: what the faulty PKCS#11 library is told and counts. Shared by
// it and the tests.
#pragma once
#include <p11-kit/pkcs11.h>

#include <condition_variable>
#include <mutex>
#include <string>
#include <vector>

namespace keystore {
/// SoftHSM2 with faults on demand. Everything under `mutex`.
struct FaultyControls {
  static constexpr size_t any_number = ~size_t{0};
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<CK_MECHANISM_TYPE> hidden;  ///< mechanisms that the token says it lacks
  std::vector<CK_RV> next_signs;          ///< answers of the next C_Sign calls, first one first
  CK_RV every_sign = CKR_OK;              ///< the answer of each C_Sign while it is not CKR_OK
  std::vector<CK_RV> next_pairs;          ///< of the next C_GenerateKeyPair calls, which make it
  CK_RV every_login = CKR_OK;
  CK_RV every_read = CKR_OK;            ///< of each C_GetAttributeValue, likewise
  size_t signs_held_most = any_number;  ///< more of them are not held
  bool of_another_maker = false;        ///< the token says that it is no SoftHSM
  bool forgotten = false;               ///< the library does not know that it was started
  bool hold_signs = false;              ///< C_Sign waits until this is false
  bool hold_pairs = false;              ///< C_GenerateKeyPair likewise
  bool hold_logins = false;             ///< C_Login likewise
  bool log_out = false;  ///< the next search of objects finds the login gone, and is told nothing
  size_t sessions_allowed = 1000;
  size_t sessions_refused_most = any_number;  ///< more of them are not refused
  /// Takes OAEP-SHA-256 off a block of `bytes` in place, for a token that can do that itself. The
  /// test's: the library itself links nothing.
  bool (*unpad)(unsigned char* block, unsigned long& bytes) = nullptr;
  size_t sessions = 0, sessions_most = 0, sessions_refused = 0, signs_held = 0, pairs_held = 0,
         logins = 0, starts = 0, destroyed = 0;

  void reset() {
    const std::lock_guard lock{mutex};
    hidden.clear();
    next_signs.clear();
    next_pairs.clear();
    every_sign = every_login = every_read = CKR_OK;
    signs_held_most = any_number;
    hold_signs = hold_pairs = hold_logins = log_out = forgotten = of_another_maker = false;
    sessions_allowed = 1000;
    sessions_refused_most = any_number;
    sessions = sessions_most = sessions_refused = signs_held = pairs_held = logins = starts =
        destroyed = 0;
  }
};
}  // namespace keystore
