// crypto/keystore/pkcs11/answer.cc: tables of return values.
#include "crypto/keystore/pkcs11/answer.h"

#include <fmt/format.h>

namespace keystore::pkcs11 {
Lost lost_by(CK_RV rv) {
  switch (rv) {
    case CKR_SESSION_HANDLE_INVALID:
    case CKR_SESSION_CLOSED:
    case CKR_USER_NOT_LOGGED_IN:
    case CKR_KEY_HANDLE_INVALID:
    case CKR_OBJECT_HANDLE_INVALID:
    case CKR_OPERATION_ACTIVE:
    case CKR_OPERATION_NOT_INITIALIZED:
      return Lost::session;
    case login_lost:
    case CKR_DEVICE_ERROR:
    case CKR_DEVICE_REMOVED:
    case CKR_TOKEN_NOT_PRESENT:
    case CKR_TOKEN_NOT_RECOGNIZED:
    case CKR_SLOT_ID_INVALID:
    case CKR_FUNCTION_FAILED:
    case CKR_GENERAL_ERROR:
      return Lost::token;
    // A module whose token is away may answer from what it remembers of it.
    case no_such_object:
    case CKR_CRYPTOKI_NOT_INITIALIZED:
      return Lost::library;
    default:
      return Lost::nothing;
  }
}

Errc errc_of(CK_RV rv) {
  switch (rv) {
    case no_such_object:
    case known_missing:
      return Errc::no_such_alias;
    case CKR_MECHANISM_INVALID:
    case CKR_MECHANISM_PARAM_INVALID:
    case CKR_CURVE_NOT_SUPPORTED:
    case CKR_DOMAIN_PARAMS_INVALID:
    case CKR_FUNCTION_NOT_SUPPORTED:
    case CKR_KEY_UNEXTRACTABLE:
    case CKR_KEY_NOT_WRAPPABLE:
      return Errc::not_supported;
    case CKR_HOST_MEMORY:
    case CKR_DEVICE_MEMORY:
    case CKR_SESSION_COUNT:
    case earlier_call_hangs:
      return Errc::unavailable;
    default:
      return lost_by(rv) != Lost::nothing || refuses_login(rv) ? Errc::unavailable : Errc::failed;
  }
}

bool refuses_login(CK_RV rv) {
  return refuses_pin(rv) || rv == CKR_PIN_EXPIRED || rv == CKR_USER_PIN_NOT_INITIALIZED;
}

bool refuses_pin(CK_RV rv) {
  return rv == CKR_PIN_INCORRECT || rv == CKR_PIN_LOCKED || rv == CKR_PIN_LEN_RANGE ||
         rv == CKR_PIN_INVALID;
}

std::string name_of(CK_RV rv) {
  switch (rv) {
#define NAMED(name) \
  case name:        \
    return #name
    NAMED(CKR_OK);
    NAMED(CKR_SESSION_HANDLE_INVALID);
    NAMED(CKR_SESSION_CLOSED);
    NAMED(CKR_SESSION_COUNT);
    NAMED(CKR_USER_NOT_LOGGED_IN);
    NAMED(CKR_KEY_HANDLE_INVALID);
    NAMED(CKR_OBJECT_HANDLE_INVALID);
    NAMED(CKR_DEVICE_ERROR);
    NAMED(CKR_DEVICE_REMOVED);
    NAMED(CKR_DEVICE_MEMORY);
    NAMED(CKR_TOKEN_NOT_PRESENT);
    NAMED(CKR_TOKEN_NOT_RECOGNIZED);
    NAMED(CKR_SLOT_ID_INVALID);
    NAMED(CKR_FUNCTION_FAILED);
    NAMED(CKR_GENERAL_ERROR);
    NAMED(CKR_HOST_MEMORY);
    NAMED(CKR_CRYPTOKI_NOT_INITIALIZED);
    NAMED(CKR_TEMPLATE_INCONSISTENT);
    NAMED(CKR_MECHANISM_INVALID);
    NAMED(CKR_PIN_INCORRECT);
    NAMED(CKR_PIN_LOCKED);
    NAMED(CKR_PIN_EXPIRED);
    NAMED(CKR_PIN_LEN_RANGE);
    NAMED(CKR_USER_PIN_NOT_INITIALIZED);
#undef NAMED
    case no_such_object:
      return "an object that is not there";
    case login_lost:
      return "a login that was lost";
    default:
      return fmt::format("CKR 0x{:08x}", static_cast<unsigned long>(rv));
  }
}
}  // namespace keystore::pkcs11
