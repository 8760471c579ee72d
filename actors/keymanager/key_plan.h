// actors/keymanager/key_plan.h: what an order to the key manager comes to, given the keys there
// are. Pure rules: nothing is made or stored here.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "actors/base/origin.h"
#include "actors/base/result.h"
#include "actors/keymanager/key_ring.h"

namespace keymanager {
/// What the endpoints and the boot ask for.
enum class Verb : uint8_t {
  ensure,        ///< the current key, made where keys sheet 2.3 and 2.5 say so
  master,        ///< generateMasterKey (4.2)
  ec_sign,       ///< generateECSignKey (8)
  secret,        ///< generateSymmetricKey (8)
  upload,        ///< uploadCertificate (4.4)
  other_domain,  ///< uploadOtherDomainCertificate (4.5)
  revoke,        ///< revokeKey (8)
};

struct Order {
  Verb verb = Verb::ensure;
  KeyName name;
  bool force = false;    ///< master, ec_sign, secret
  crypto::Name subject;  ///< master, ec_sign
  /// upload, other_domain; null when it could not be read, which is told in its turn.
  std::shared_ptr<const crypto::Certificate> certificate;
  audit::Origin by{};
  /// In whose turn it is carried out; empty: the server's own.
  std::string caller{};
  /// Whether nobody waits for the answer any more: then it is not begun. Empty: somebody does. Any
  /// thread may ask.
  std::function<bool()> given_up{};
};

/// What an order ended with.
struct Outcome {
  KeyVersionPtr key;
  bool made = false;  ///< false: it was there before
};

/// A key to be made. It is stored together with the end of those that it replaces.
struct Generation {
  KeyName name;
  crypto::KeyKind kind = crypto::KeyKind::rsa;
  Kept kept = Kept::keystore;
  crypto::Profile profile = crypto::Profile::module;
  crypto::Name subject;
  KeyVersionPtr issuer;  ///< null: signs itself; of no use for a secret
  std::chrono::days validity{};
  std::vector<KeyVersionPtr> ended;  ///< as they are stored from now on
};

/// Rows to be stored; the last one is the outcome's key.
struct Change {
  std::vector<KeyVersionPtr> rows;
  bool made = false;
  bool into_keystore = false;  ///< the certificate of the last row goes to the keystore first
};

/// An order for this name comes first; then plan again.
struct Needs {
  KeyName name;
};

using Plan = std::variant<Fault, Outcome, Needs, Generation, Change>;

struct PlanLimits {
  /// Names of base and symmetric keys that an application may have; one more is
  /// key_application_refused. Property: idkernel.keymanager.base-keys-max.
  size_t base_keys_max = 10'000;
  /// Certificates of other domains, and symmetric keys: of all names together, those that ended
  /// among them, since what they encrypted is still to be opened. One more is
  /// key_application_refused. A certificate that replaces another passes until there are twice as
  /// many.
  size_t other_domain_max = 100'000;
  size_t secrets_max = 100'000;
  /// Of a name: none more by force or by a certificate of another domain (key_application_refused);
  /// after a revocation, or an uploaded certificate that ended a key before its time, none once
  /// there are twice as many. A version stays for ever, since what was encrypted for it is still to
  /// be opened. Once a day, that is 27 years.
  size_t versions_max = 10'000;
};

/// `new_alias` is a fresh UUID, for a row that the order may add.
Plan plan(const KeyRing& ring, const Order& order, UtcTime now, const std::string& new_alias,
          const PlanLimits& limits = {});

/// Why generateMasterKey is refused whatever keys there are: key_request_invalid, key_no_policy,
/// key_reference_refused.
std::optional<Fault> refusal_of_master(const KeyName& name);
/// The same of generateECSignKey: key_request_invalid, key_ec_reference_refused, key_no_policy,
/// key_operation_refused.
std::optional<Fault> refusal_of_ec_sign(const KeyName& name);

/// Why generateCSR is refused before a key is sought: key_request_invalid, key_operation_refused,
/// key_no_policy, key_csr_refused (a symmetric key, somebody else's key; keys sheet 4.1).
std::optional<Fault> refusal_of_csr(const KeyRing& ring, const KeyName& name);

/// A successor for a key that is not current any more is due; for the scheduled rotation. None is
/// for one that was revoked: the next use makes it (keys sheet 8).
bool needs_successor(const KeyRing& ring, const KeyName& name, UtcTime now);

/// The identifier of a key of `name`: as uni_ident_input, with `alias` where that one is taken.
std::string free_uni_ident(const KeyRing& ring, const KeyName& name, UtcTime generated,
                           const std::string& alias);

/// Application ids up to 36 bytes and reference ids up to 128 (keys sheet 10), without control
/// characters.
bool is_acceptable(const KeyName& name);

/// Symmetric keys live ten years whatever the application (keys sheet 2.2).
inline constexpr std::chrono::days secret_validity{3650};
}  // namespace keymanager
