// tests/keystore/soft_hsm.h: a SoftHSM2 token of its own in a temporary folder.
#pragma once
#include <filesystem>
#include <string>

#include "crypto/keystore/pkcs11.h"
#include "tests/fakes/temporary_directory.h"

namespace keystore {
inline constexpr char soft_hsm_library[] = "/usr/lib/softhsm/libsofthsm2.so";
inline constexpr char soft_hsm_pin[] = "987654";
inline constexpr char soft_hsm_label[] = "idkernel test";

/// Points SOFTHSM2_CONF at the folder for the rest of the process, or until the next token.
class SoftHsm {
 public:
  SoftHsm();

  /// For `library`, which is SoftHSM2 or leads to it.
  Pkcs11Options options(const std::string& library = soft_hsm_library) const;
  /// Moves the folder of tokens away, and back.
  void take_out() const;
  void put_in() const;

 private:
  std::filesystem::path tokens() const { return std::filesystem::path{folder_.path()} / "tokens"; }
  TemporaryDirectory folder_;
};
}  // namespace keystore
