// http/startup/keystore.cc: one keystore of each kind.
#include "http/startup/keystore.h"

#include <utility>

#include "actors/seal/wrap.h"
#include "crypto/keystore/offline.h"
#include "crypto/keystore/soft.h"
#include "crypto/random.h"

namespace startup {
namespace {
/// What one alias's record is sealed for: it opens under no other.
std::string purpose_of(const std::string& alias) { return "keystore/" + alias; }

keystore::Sealing sealing_under(const std::shared_ptr<const seal::MasterKey>& master) {
  return {.wrap =
              [master](const std::string& alias, std::span<const std::byte> secret) {
                crypto::SystemRandom random;
                return seal::wrap_secret(*master, random, purpose_of(alias), secret);
              },
          .unwrap =
              [master](const std::string& alias, std::string_view record) {
                return seal::unwrap_secret(*master, purpose_of(alias), record);
              }};
}
}  // namespace

std::shared_ptr<keystore::Keystore> open_keystore(const KeySettings& settings,
                                                  std::shared_ptr<const seal::MasterKey> master) {
  if (settings.keystore_type == "OFFLINE") return keystore::offline_keystore();
  return keystore::soft_keystore(sealing_under(master));
}
}  // namespace startup
