// http/startup/key_figures.h: what operators see of the keys: how long they last, where they are,
// whether they are renewed.
#pragma once
#include <chrono>
#include <map>
#include <vector>

#include "actors/keymanager/key_ring.h"
#include "http/actors.h"
#include "http/management.h"

namespace startup {
/// Of each name with a current key in the keystore. There are few of them: keys of partners and
/// base keys are not in the keystore.
std::map<keymanager::KeyName, double> days_to_expiry(const keymanager::KeyRing& ring, UtcTime now);

/// Every kind of keeping is there, with 0 if need be.
std::map<keymanager::Kept, size_t> count_by_kept(const keymanager::KeyRing& ring);

/// A key that is due is renewed within the hour; beyond this much something hinders it.
inline constexpr std::chrono::hours renewal_overdue_after{2};
/// Names of keys in the keystore whose newest should have had a successor before
/// renewal_overdue_after.
std::vector<keymanager::KeyName> overdue_renewals(const keymanager::KeyRing& ring, UtcTime now);

/// "keystore": down with what the keystore says when it does not answer. "keyRenewal": a warning
/// that names what is overdue.
std::vector<http::Health> key_health(const http::Keys& keys, UtcTime now);
}  // namespace startup
