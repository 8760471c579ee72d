// crypto/keystore/pkcs11/answer.h: what a module's return value says about what is still there.
// Private to keystore/.
#pragma once
#include <p11-kit/pkcs11.h>

#include <cstdint>
#include <string>

#include "crypto/keystore/keystore.h"

namespace keystore::pkcs11 {
/// Our own value: no object was found under the alias. See known_missing.
inline constexpr CK_RV no_such_object = CKR_VENDOR_DEFINED | 0x1d6b0001UL;
/// Our own value: the alias is in use.
inline constexpr CK_RV alias_taken = CKR_VENDOR_DEFINED | 0x1d6b0002UL;

/// Our own value: the library was started less than options.restart_pause ago.
inline constexpr CK_RV restarted_just_now = CKR_VENDOR_DEFINED | 0x1d6b0003UL;
/// Our own value: an earlier call has not returned in its time, and nobody makes another.
inline constexpr CK_RV earlier_call_hangs = CKR_VENDOR_DEFINED | 0x1d6b0004UL;
/// Our own value: as no_such_object, and there is no reason to doubt it.
inline constexpr CK_RV known_missing = CKR_VENDOR_DEFINED | 0x1d6b0005UL;
/// Our own value: the session is no longer logged in, and so no session is.
inline constexpr CK_RV login_lost = CKR_VENDOR_DEFINED | 0x1d6b0006UL;

/// What is gone, and so what to open again before the call is worth another try.
enum class Lost : uint8_t {
  nothing,  ///< the answer stands
  session,  ///< the session, its login or an object's handle
  token,    ///< the token, or the module's way to it
  library,  ///< the module's own state
};
Lost lost_by(CK_RV rv);

/// For an answer that stands; anything else is unavailable.
Errc errc_of(CK_RV rv);

/// No login is possible at present.
bool refuses_login(CK_RV rv);
/// Of those the ones that say that the PIN is wrong: trying it again may lock it.
bool refuses_pin(CK_RV rv);

/// "CKR_DEVICE_ERROR", or the number of a rare one.
std::string name_of(CK_RV rv);
}  // namespace keystore::pkcs11
