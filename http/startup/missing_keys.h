// http/startup/missing_keys.h: keys that rows name and the keystore has lost: which of them stop a
// start, and which can be forgotten.
#pragma once
#include <set>
#include <string>
#include <vector>

#include "actors/base/expected.h"
#include "actors/keymanager/key_ring.h"
#include "crypto/keystore/keystore.h"
#include "store/view.h"

namespace startup {
/// Under which keys of the key manager the store's own data lie.
struct DataKeyAliases {
  std::string store;               ///< that of STORE; empty: the store has no store key yet
  std::set<std::string> services;  ///< those of PRE_REGISTRATION
};
/// Throws Problem for a store that cannot be read.
DataKeyAliases data_key_aliases(const store::View& view);

struct MissingKeys {
  /// Without them the server would break what it is asked for: current keys, those that current
  /// base keys are wrapped for, those that data keys lie under.
  keymanager::KeyRing::Versions needed;
  /// All others: what they signed still verifies, what was encrypted for them is lost.
  keymanager::KeyRing::Versions others;
};
/// By name and then by age. `aliases`: what the keystore lacks of those that in_keystore answers.
MissingKeys missing_keys(const keymanager::KeyRing& ring, const std::vector<std::string>& aliases,
                         const DataKeyAliases& data, UtcTime now);

/// Aliases of the keys that the keystore must hold. A key of the server's own that was made before
/// this keystore was configured is in its row.
std::vector<std::string> in_keystore(const keymanager::KeyRing& ring);

/// The check at start. Answers the missing keys that nobody needs, and warns of them. Throws
/// Problem that names those that are needed and says what helps, or when the keystore does not list
/// its keys.
keymanager::KeyRing::Versions checked_keys(keystore::Keystore& keystore,
                                           const keymanager::KeyRing& ring,
                                           const DataKeyAliases& data, UtcTime now);

/// The labels of the first five, and dots for more.
std::string some_of(const keymanager::KeyRing::Versions& versions);

/// What an operator has forgotten: the key, and what is of no use without it.
struct Forgotten {
  keymanager::KeyVersionPtr key;
  keymanager::KeyRing::Versions wrapped;  ///< keys that are wrapped for it
  bool has_data = false;                  ///< data keys lie under it
  /// Its row as it stays, for the certificate, which others' chains and signatures need: without a
  /// key, but the newest of its name ended and as if it had one, so that a successor is made as for
  /// any other that ended. Null: nothing stays.
  keymanager::KeyVersionPtr stays;
  /// The rows of `wrapped` as they stay, likewise: ended, and without what was wrapped and for
  /// whom.
  keymanager::KeyRing::Versions wrapped_stays;
};
/// Errors: why the key may not be forgotten, for the operator. It may when the keystore lacks it
/// (it is among `missing`) and the store key does not lie under it; when it is current, or others
/// lie under it, only when the operator says so (`loses_data`). The newest of its name, when it has
/// ended and nothing lies under it, has its successor first.
Expected<Forgotten, std::string> forgotten(const keymanager::KeyRing& ring,
                                           const std::string& alias, const MissingKeys& missing,
                                           const DataKeyAliases& data, bool loses_data,
                                           UtcTime now);

/// Aliases of the keystore that no row with a key names, in order: left by a crash, forgotten and
/// back again, or somebody else's in the same token. Errors: those of keystore::Keystore::aliases.
Expected<std::vector<std::string>, keystore::Errc> orphans(keystore::Keystore& keystore,
                                                           const keymanager::KeyRing& ring);
}  // namespace startup
