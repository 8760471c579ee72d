// crypto/keystore/pkcs12.h: keys in a PKCS#12 file under a password (RFC 7292).
#pragma once
#include <filesystem>
#include <memory>
#include <string>

#include "crypto/keystore/keystore.h"

namespace keystore {
struct Pkcs12Options {
  std::filesystem::path file;  ///< made by the first write
  crypto::SecureBytes password;
};

/// Each entry's friendlyName is its alias. A change replaces the file atomically: a crash leaves
/// the file of before or of after. One process at a time: it holds FILE.lock. Keys are read once
/// and kept in memory. Errors: a text for the operator, for a blank or wrong password, a damaged
/// file, and one that another process holds.
Expected<std::unique_ptr<Keystore>, std::string> pkcs12_keystore(Pkcs12Options options);
}  // namespace keystore
