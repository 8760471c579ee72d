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

  /// A version's certificate, and its key.
  struct Parsed {
    crypto::Certificate certificate;
    crypto::PublicKey key;
  };

  /// Errors: key_no_unique_alias (a secret, or a certificate that cannot be read any more).
  Result<std::optional<Parsed>> parsed(const KeyVersion& version) {
    if (auto known = parsed_.find(version.thumbprint)) return known;
    auto certificate = version.parsed();
    if (!certificate.ok()) return Errc::key_no_unique_alias;
    auto key = certificate.value().public_key();
    if (!key.ok()) return Errc::key_no_unique_alias;
    Parsed made{std::move(certificate).value(), std::move(key).value()};
    parsed_.remember(version.thumbprint, made);
    return std::optional{std::move(made)};
  }

  /// The key alone. Errors: the same.
  Result<std::optional<crypto::PublicKey>> of(const KeyVersion& version) {
    auto known = parsed(version);
    if (!known.ok()) return known.faults();
    return std::optional{std::move(known).value()->key};
  }

 private:
  RecentKeys<Parsed> parsed_{parsed_max};
};
}  // namespace keymanager
