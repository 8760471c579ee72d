// crypto/keystore/pkcs12/contents.h: what a PKCS#12 file says, taken apart and put together.
// Private to keystore/.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/certificate.h"
#include "crypto/private_key.h"
#include "crypto/secure_bytes.h"

namespace keystore::pkcs12 {
struct Entry {
  std::shared_ptr<const crypto::SoftPrivateKey> key;
  std::string shrouded;  ///< the key as it stands in the file: DER EncryptedPrivateKeyInfo
  std::optional<crypto::Certificate> certificate;
};

struct Contents {
  std::map<std::string, Entry> keys;           ///< by alias
  std::map<std::string, std::string> secrets;  ///< by alias: DER SafeBag
  std::vector<std::string> others;             ///< DER SafeBags of other programs, kept as they are
};

enum class Problem : uint8_t { wrong_password, damaged, failed };

/// Keys without a friendlyName are left among the others. A secret's bag is not opened.
Expected<Contents, Problem> parse(std::string_view der, const crypto::SecureBytes& password);

/// AES-256-CBC under PBKDF2-HMAC-SHA-256 for keys and for the rest, HMAC-SHA-256 over the whole.
Expected<std::string, Problem> render(const Contents& contents,
                                      const crypto::SecureBytes& password);

/// The forms that entries have in the file. `alias` is the friendlyName.
Expected<std::string, Problem> shroud(const crypto::SecureBytes& pkcs8,
                                      const crypto::SecureBytes& password);
Expected<std::string, Problem> secret_bag(const std::string& alias,
                                          const crypto::SecureBytes& secret);
}  // namespace keystore::pkcs12
