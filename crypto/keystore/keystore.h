// crypto/keystore/keystore.h: where private keys live, each under an alias: one interface for all
// kinds.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/expected.h"
#include "actors/base/result.h"
#include "crypto/secure_bytes.h"

namespace crypto {
class Certificate;
class PrivateKey;
enum class KeyKind : uint8_t;
using PrivateKeyPtr = std::shared_ptr<const PrivateKey>;
}  // namespace crypto

/// Source of the operations: keys sheet section 9.1.
namespace keystore {
enum class Errc : uint8_t {
  unavailable,    ///< the token or file does not answer now; a later call may succeed
  no_such_alias,  ///< the keystore holds nothing under this alias, or the record opens nothing
  not_supported,  ///< this kind of keystore, or this token, cannot do it
  offline,        ///< the keystore was configured to refuse everything
  failed,         ///< it answered and refused: an alias that is taken, a key that is none
};

/// Of an AES-256 key.
inline constexpr size_t secret_bytes = 32;

struct NewKey {
  crypto::PrivateKeyPtr key;
  std::string record;  ///< opaque; the key's row keeps it for open(). Empty for tokens and files.
};

/// Every call may block, for seconds when a token is slow: only threads of the crypto pool and the
/// start of the process make one. Safe to use from many threads at once. A key or secret that was
/// made is in the keystore (soft: in the record) when the call returns. Aliases that no row names
/// are harmless.
class Keystore {
 public:
  virtual ~Keystore() = default;
  Keystore() = default;
  Keystore(const Keystore&) = delete;
  Keystore& operator=(const Keystore&) = delete;

  /// SOFT, PKCS12, PKCS11 or OFFLINE.
  virtual std::string_view type() const = 0;

  /// How many calls of a device that holds the keys may be under way at a time: each may take as
  /// long as the device likes, and so belongs on a thread that nothing else waits for. 0: keys are
  /// used in this process.
  virtual size_t device_calls_max() const { return 0; }

  /// A new pair under an alias that is free. Errors: failed when it is taken; not_supported for a
  /// kind that the token lacks.
  virtual Expected<NewKey, Errc> generate(const std::string& alias, crypto::KeyKind kind) = 0;
  /// A new AES-256 key. Answers the record.
  virtual Expected<std::string, Errc> generate_secret(const std::string& alias) = 0;
  /// The private key; it stays usable for as long as the alias exists, and after the keystore came
  /// back from a fault. Operations on it answer crypto::Errc::unavailable in between. It does not
  /// need this object to stay alive.
  virtual Expected<crypto::PrivateKeyPtr, Errc> open(const std::string& alias,
                                                     std::string_view record) = 0;
  /// Puts `certificate` beside its key, in place of the one there. Soft: nothing to do.
  virtual Expected<Done, Errc> put_certificate(const std::string& alias,
                                               const crypto::Certificate& certificate) = 0;
  /// What put_certificate or import_pkcs8 put there. Errors: no_such_alias. Soft: not_supported,
  /// the rows keep it.
  virtual Expected<crypto::Certificate, Errc> certificate(const std::string& alias);
  /// Everything under `alias`. Errors: no_such_alias. Soft: nothing to do, the row holds the key.
  virtual Expected<Done, Errc> remove(const std::string& alias) = 0;
  /// Of keys and secrets, in no order. Soft: not_supported, the rows know.
  virtual Expected<std::vector<std::string>, Errc> aliases() = 0;

  /// The pair as an unencrypted PrivateKeyInfo; of a secret, which soft alone lets out, the key
  /// itself. Errors: not_supported when the token keeps it in.
  virtual Expected<crypto::SecureBytes, Errc> export_pkcs8(const std::string& alias,
                                                           std::string_view record) = 0;
  /// A pair made elsewhere, with its certificate. Errors: as generate; failed when the two do not
  /// belong together.
  virtual Expected<NewKey, Errc> import_pkcs8(const std::string& alias,
                                              std::span<const std::byte> der,
                                              const crypto::Certificate& certificate) = 0;

  /// An AES-256 key made elsewhere; answers the record. Errors: as generate_secret; not_supported
  /// where it can only be made inside.
  virtual Expected<std::string, Errc> import_secret(const std::string& alias,
                                                    std::span<const std::byte> secret);

  /// Why it does not answer at present, for health; empty when it does. Never blocks.
  virtual std::string fault() const = 0;
  /// What an operator should look at although it answers, for health; empty when nothing. Never
  /// blocks.
  virtual std::string warning() const { return {}; }

  /// The operator says that what the keystore refused us for is mended: a PIN that was refused, and
  /// is not tried again by itself, is tried once more by the next call, and a key that was missing
  /// is looked for as if for the first time. Never blocks.
  virtual void try_pin_again() {}
};

/// Those of `wanted` that the keystore does not hold: the check at start. Errors: those of
/// aliases().
Expected<std::vector<std::string>, Errc> missing_aliases(Keystore& keystore,
                                                         const std::vector<std::string>& wanted);
}  // namespace keystore
