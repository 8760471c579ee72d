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
/// Of the newest key of each name whose keys are renewed by time, current or not; below 0 when it
/// is over. Not of one that was revoked. There are few such names: keys of partners and base keys
/// are not in the keystore.
std::map<keymanager::KeyName, double> days_to_expiry(const keymanager::KeyRing& ring, UtcTime now);

/// A key that is in use has a successor by then, if it ever gets one.
inline constexpr std::chrono::days ending_within{30};
struct Ending {
  size_t soon = 0;  ///< within ending_within
  size_t over = 0;
  friend bool operator==(const Ending&, const Ending&) = default;
};
/// Of the newest keys of all other names that were not revoked: base keys, which the next use
/// renews, symmetric keys and certificates of others, which nobody does. Each of these three is
/// there, with 0 if need be.
std::map<keymanager::Kept, Ending> ending_keys(const keymanager::KeyRing& ring, UtcTime now);

/// Every kind of keeping is there, with 0 if need be.
std::map<keymanager::Kept, size_t> count_by_kept(const keymanager::KeyRing& ring);

/// A key that is due is renewed within the hour; beyond this much something hinders it.
inline constexpr std::chrono::hours renewal_overdue_after{2};
/// Names of keys in the keystore whose newest should have had a successor before
/// renewal_overdue_after: since it handed over, or since the upload of a certificate that had so
/// little time left.
std::vector<keymanager::KeyName> overdue_renewals(const keymanager::KeyRing& ring, UtcTime now);

/// "keystore": down with what the keystore says when it does not answer, a warning with what it
/// says otherwise and with the names of what it lacked at the start. "keyRenewal": a warning that
/// names what is overdue. "keyExpiry": a warning that names the symmetric keys and the certificates
/// of others that end within ending_within, or ended within it.
std::vector<http::Health> key_health(const http::Keys& keys, UtcTime now);
}  // namespace startup
