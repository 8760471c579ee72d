// http/startup/key_figures.cc: read from the ring that is published, never from the store.
#include "http/startup/key_figures.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <set>

#include "actors/keymanager/key_plan.h"

namespace startup {
namespace {
using keymanager::Kept;
using keymanager::KeyName;
using keymanager::KeyRing;
using keymanager::KeyVersionPtr;

/// More would not help whoever reads it.
constexpr size_t named_max = 5;

std::set<KeyName> names_renewed_by_time(const KeyRing& ring) {
  std::set<KeyName> names;
  ring.for_each([&](const KeyVersionPtr& version) {
    if (version->is_renewed_by_time()) names.insert(version->name);
  });
  return names;
}

http::Health keystore_health(const keystore::Keystore& keystore) {
  const std::string type{keystore.type()};
  const std::string fault = keystore.fault();
  if (fault.empty()) return {"keystore", http::Health::Status::up, type};
  return {"keystore", http::Health::Status::down, type + ": " + fault};
}

http::Health renewal_health(const KeyRing& ring, UtcTime now) {
  const auto overdue = overdue_renewals(ring, now);
  if (overdue.empty()) return {"keyRenewal", http::Health::Status::up, "none is overdue"};
  std::vector<std::string> named;
  for (const KeyName& name : overdue) {
    if (named.size() == named_max) break;
    named.push_back(name.application_id + ":" + name.reference_id);
  }
  return {"keyRenewal", http::Health::Status::warning,
          fmt::format("{} overdue: {}", overdue.size(), fmt::join(named, ", "))};
}
}  // namespace

std::map<KeyName, double> days_to_expiry(const KeyRing& ring, UtcTime now) {
  using Days = std::chrono::duration<double, std::chrono::days::period>;
  std::map<KeyName, double> out;
  for (const KeyName& name : names_renewed_by_time(ring)) {
    const KeyVersionPtr key = ring.current(name, now).key;
    if (key && key->is_renewed_by_time()) out[name] = Days{key->life.expires - now}.count();
  }
  return out;
}

std::map<Kept, size_t> count_by_kept(const KeyRing& ring) {
  std::map<Kept, size_t> out{{Kept::keystore, 0},
                             {Kept::wrapped, 0},
                             {Kept::certificate_only, 0},
                             {Kept::secret, 0},
                             {Kept::sealed, 0}};
  ring.for_each([&](const KeyVersionPtr& version) { ++out[version->kept]; });
  return out;
}

std::vector<KeyName> overdue_renewals(const KeyRing& ring, UtcTime now) {
  std::vector<KeyName> out;
  for (const KeyName& name : names_renewed_by_time(ring)) {
    if (!needs_successor(ring, name, now)) continue;
    const UtcTime due = ring.versions(name).back()->life.expires - keymanager::pre_expire_of(name);
    if (now - due > renewal_overdue_after) out.push_back(name);
  }
  return out;
}

std::vector<http::Health> key_health(const http::Keys& keys, UtcTime now) {
  return {keystore_health(keys.private_keys->keystore()), renewal_health(*keys.board->ring(), now)};
}
}  // namespace startup
