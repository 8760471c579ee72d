// actors/keymanager/key_check.h: whether what is stored of each key holds together.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "actors/keymanager/key_ring.h"
#include "actors/keymanager/private_keys.h"

namespace keymanager {
/// In metrics and for operators.
constexpr std::string_view text_of(Kept kept) {
  switch (kept) {
    case Kept::keystore:
      return "keystore";
    case Kept::wrapped:
      return "wrapped";
    case Kept::certificate_only:
      return "certificate-only";
    case Kept::secret:
      return "secret";
    case Kept::sealed:
      return "sealed";
  }
  return "unknown";
}

/// All versions, by name and then by age.
KeyRing::Versions sorted_versions(const KeyRing& ring);

/// "application:reference alias", as a line about a key begins.
std::string label_of(const KeyVersion& version);

/// What is wrong with the keys, a line a fault; empty when each certificate parses, each private
/// half opens and belongs to its certificate (it signs or decrypts for it), each wrapped key opens
/// with its module's, each certificate that an issuer here is named in carries that issuer's
/// signature, and the keystore holds every alias. An issuer that no key here is named as is
/// somebody else's. Blocks for some milliseconds a key.
std::vector<std::string> faults_of(const KeyRing& ring, PrivateKeys& keys);
}  // namespace keymanager
