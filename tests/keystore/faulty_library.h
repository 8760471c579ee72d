// tests/keystore/faulty_library.h: the faulty PKCS#11 library, from a test's side.
#pragma once
#include "tests/keystore/faulty_controls.h"

namespace keystore {
inline constexpr char faulty_library[] = IDKERNEL_FAULTY_PKCS11;

/// Of the library in this process; loads it.
FaultyControls& faulty();
}  // namespace keystore
