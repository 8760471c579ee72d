// tests/keymanager/change_orders.h: names, lives and orders for tests of what a plan changes.
#pragma once
#include <memory>
#include <utility>

#include "tests/crypto/weak_certificates.h"
#include "tests/keymanager/plans.h"

namespace keymanager::key_plan_change_test {
using std::chrono::days;
using std::chrono::minutes;

inline const Lifetime living{noon - days{1}, noon + days{2000}};
inline const Lifetime over{noon - days{1000}, noon - days{1}};
inline const KeyName cache{"KERNEL", "IDENTITY_CACHE"};
inline const KeyName base{"REGISTRATION", "10001_10002"};
inline const KeyName partner{"PARTNER", "bank"};
inline const Row base_row{base, living, Kept::wrapped, "base", "registration_base"};

using CertificatePtr = std::shared_ptr<const crypto::Certificate>;

inline CertificatePtr shared(crypto::Certificate certificate) {
  return std::make_shared<const crypto::Certificate>(std::move(certificate));
}
/// Another certificate of the key of `base_row`.
inline CertificatePtr renewed(const Lifetime& life = {noon - days{2}, noon + days{300}},
                              crypto::Profile profile = crypto::Profile::base) {
  return shared(certificate_of(*crypto::vector_key("registration_base"), life, profile));
}
inline CertificatePtr of_partner(const Lifetime& life = {noon - days{2}, noon + days{300}}) {
  static const auto key = new_ec_key();
  return shared(certificate_of(*key, life));
}
inline Order secret(const KeyName& name, bool force = false) {
  return {Verb::secret, name, force, {}, nullptr};
}
inline Order upload(const KeyName& name, CertificatePtr certificate) {
  return {Verb::upload, name, false, {}, std::move(certificate)};
}
inline Order other_domain(const KeyName& name, CertificatePtr certificate) {
  return {Verb::other_domain, name, false, {}, std::move(certificate)};
}
inline Order revoke(const KeyName& name) { return {Verb::revoke, name, false, {}, nullptr}; }
}  // namespace keymanager::key_plan_change_test
