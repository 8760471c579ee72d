// actors/keymanager/public_keys.h: the public halves of versions, parsed once.
#pragma once
#include "actors/base/result.h"
#include "actors/keymanager/key_version.h"
#include "actors/keymanager/recent_keys.h"

namespace keymanager {
/// Safe to use from many threads at once.
class PublicKeys {
 public:
  static constexpr size_t parsed_max = 4096;

  /// Errors: key_no_unique_alias (a secret, or a certificate that cannot be read any more).
  Result<std::optional<crypto::PublicKey>> of(const KeyVersion& version) {
    if (auto known = parsed_.find(version.thumbprint)) return known;
    const auto certificate = version.parsed();
    const auto key = certificate.ok() ? certificate.value().public_key() : crypto::Errc::bad_key;
    if (!key.ok()) return Errc::key_no_unique_alias;
    parsed_.remember(version.thumbprint, key.value());
    return std::optional{key.value()};
  }

 private:
  RecentKeys<crypto::PublicKey> parsed_{parsed_max};
};
}  // namespace keymanager
