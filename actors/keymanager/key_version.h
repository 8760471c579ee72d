// actors/keymanager/key_version.h: one key of a name: its life, its certificate, where its private
// half is.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "actors/keymanager/key_rules.h"
#include "crypto/certificate.h"
#include "crypto/public_key.h"

namespace keymanager {
/// Where the private half is. Numbers are stored data and never change.
enum class Kept : uint8_t {
  keystore = 1,          ///< in the keystore, under the alias
  wrapped = 2,           ///< in `record`, encrypted for a module's key (keys sheet 3.3)
  certificate_only = 3,  ///< somebody else's key
  secret = 4,            ///< an AES-256 key in the keystore; it has no certificate
  sealed = 5,            ///< in `record`, under the master key, whatever the keystore
};

/// Never changes; a change of the row makes another one under the same alias.
struct KeyVersion {
  std::string alias;  ///< UUID
  KeyName name;
  Kept kept = Kept::keystore;
  crypto::KeyKind kind = crypto::KeyKind::rsa;  ///< without meaning for a secret
  Lifetime life;
  std::string uni_ident;                        ///< 20 bytes of SHA-1, unique among all keys
  std::string certificate;                      ///< DER
  std::string thumbprint;                       ///< SHA-256 of `certificate`, 32 bytes
  std::vector<std::string> thumbprints_before;  ///< of certificates that an upload replaced
  std::string record;                           ///< the keystore's record, or the wrapped key
  std::string module_alias;                     ///< whose key `record` is wrapped for
  std::optional<UtcTime> made;      ///< where the life began at another time: see made_at()
  std::optional<UtcTime> uploaded;  ///< when an upload last replaced the certificate
  bool is_revoked = false;          ///< ended by order, without a successor

  /// Versions of a name are ordered by it: an upload may date a life back.
  UtcTime made_at() const { return made.value_or(life.generated); }
  bool owns_private_key() const { return is_renewed_by_time() || kept == Kept::wrapped; }
  /// Its successor is made when it is due and waits for no request.
  bool is_renewed_by_time() const { return kept == Kept::keystore || kept == Kept::sealed; }
  /// The key that its private half was wrapped for is lost: `keys forget` left the certificate
  /// alone.
  bool was_given_up() const {
    return kept == Kept::wrapped && record.empty() && module_alias.empty();
  }
  /// Key id of signatures: base64url of the SHA-256 of uni_ident (keys sheet 2.7).
  std::string kid() const;
  /// Parses anew each time. Errors: bad_input for a secret.
  Expected<crypto::Certificate, crypto::Errc> parsed() const {
    return crypto::Certificate::from_stored(certificate);
  }
};
using KeyVersionPtr = std::shared_ptr<const KeyVersion>;

/// uni_ident of `input` (keys sheet 2.4, 4.5).
std::string uni_ident_of(std::string_view input);
}  // namespace keymanager
