// http/startup/keys_move.h: private keys on their way from one keystore to another.
#pragma once
#include <string>
#include <vector>

#include "actors/keymanager/key_ring.h"
#include "crypto/keystore/keystore.h"

namespace startup {
struct KeyMove {
  keystore::Keystore& from;
  keystore::Keystore& to;
  std::vector<keymanager::Kept> kept = {keymanager::Kept::keystore, keymanager::Kept::secret};
  /// A secret that `from` keeps in is made anew in `to`; else the move is refused.
  bool renews_secrets = false;
};

/// Copies every key and secret that is kept so, and answers the rows as they are to be stored once
/// `to` is the configured one; keys that `to` has of an earlier, interrupted move are not copied
/// again. `from` keeps what it has, no row is written. `renewed` gets the label of each secret that
/// was there already or was made anew. Throws Problem, naming the key that cannot leave or arrive.
std::vector<keymanager::KeyVersionPtr> moved_keys(const keymanager::KeyRing& ring,
                                                  const KeyMove& move,
                                                  std::vector<std::string>& renewed);
}  // namespace startup
