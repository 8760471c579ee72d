// crypto/keystore/pkcs12/contents.h: what a PKCS#12 file says, taken apart and put together.
// Private to keystore/.
#pragma once
#include <map>
#include <memory>
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

/// DER SafeBag. Some hold a secret in clear, so it is wiped with the last of its copies.
using Bag = std::shared_ptr<const crypto::SecureBytes>;

struct Contents {
  std::map<std::string, Entry> keys;   ///< by alias
  std::map<std::string, Bag> secrets;  ///< by alias
  std::vector<Bag> others;             ///< of other programs, kept as they are
};

/// ambiguous: two keys or secrets of one friendlyName, of which we could keep and use one alone.
enum class Problem : uint8_t { wrong_password, damaged, ambiguous, failed };

/// Keys without a friendlyName are left among the others, and so are certificates whose localKeyID
/// is that of no key, of a key that they do not certify, or of one that has its certificate. A
/// secret's bag is not opened.
Expected<Contents, Problem> parse(std::string_view der, const crypto::SecureBytes& password);

/// AES-256-CBC under PBKDF2-HMAC-SHA-256 for keys and for the rest, HMAC-SHA-256 over the whole.
Expected<std::string, Problem> render(const Contents& contents,
                                      const crypto::SecureBytes& password);

/// The forms that entries have in the file. `alias` is the friendlyName.
Expected<std::string, Problem> shroud(const crypto::SecureBytes& pkcs8,
                                      const crypto::SecureBytes& password);
Expected<Bag, Problem> secret_bag(const std::string& alias, const crypto::SecureBytes& secret);
}  // namespace keystore::pkcs12
