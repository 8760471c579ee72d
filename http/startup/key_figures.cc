// http/startup/key_figures.cc: read from the ring that is published, never from the store.
#include "http/startup/key_figures.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "actors/keymanager/key_plan.h"
#include "http/startup/missing_keys.h"

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

/// The newest key of each name, unless it was revoked.
KeyRing::Versions newest_keys(const KeyRing& ring) {
  KeyRing::Versions out;
  ring.for_each([&](const KeyVersionPtr& version) {
    if (!version->is_revoked && ring.versions(version->name).back() == version)
      out.push_back(version);
  });
  return out;
}

bool ends_soon(const KeyVersionPtr& key, UtcTime now) {
  return key->life.expires > now && key->life.expires - now <= ending_within;
}

std::string some_names(const std::vector<KeyName>& names) {
  std::vector<std::string> named;
  for (const KeyName& name : names) {
    if (named.size() == named_max) break;
    named.push_back(name.application_id + ":" + name.reference_id);
  }
  return fmt::format("{}{}", fmt::join(named, ", "), names.size() > named_max ? ", ..." : "");
}

http::Health keystore_health(const keystore::Keystore& keystore, const KeyRing::Versions& missing) {
  const std::string type{keystore.type()};
  const std::string fault = keystore.fault();
  if (!fault.empty()) return {"keystore", http::Health::Status::down, type + ": " + fault};
  std::vector<std::string> warnings;
  if (auto warning = keystore.warning(); !warning.empty()) warnings.push_back(std::move(warning));
  if (!missing.empty())
    warnings.push_back(fmt::format("{} keys that ended were missing at the start: {}",
                                   missing.size(), some_of(missing)));
  if (warnings.empty()) return {"keystore", http::Health::Status::up, type};
  return {"keystore", http::Health::Status::warning,
          fmt::format("{}: {}", type, fmt::join(warnings, "; "))};
}

/// For a while, too, when it is over: whoever has not looked until then still hears of it.
http::Health expiry_health(const KeyRing& ring, UtcTime now) {
  std::vector<KeyName> names;
  for (const KeyVersionPtr& key : newest_keys(ring)) {
    const bool renews_itself = key->is_renewed_by_time() || key->kept == Kept::wrapped;
    const bool is_over = key->life.expires <= now && now - key->life.expires <= ending_within;
    if (!renews_itself && (is_over || ends_soon(key, now))) names.push_back(key->name);
  }
  std::ranges::sort(names);
  if (names.empty()) return {"keyExpiry", http::Health::Status::up, "none ends soon"};
  return {"keyExpiry", http::Health::Status::warning,
          fmt::format("{} end soon or have ended: {}", names.size(), some_names(names))};
}

http::Health renewal_health(const KeyRing& ring, UtcTime now) {
  const auto overdue = overdue_renewals(ring, now);
  if (overdue.empty()) return {"keyRenewal", http::Health::Status::up, "none is overdue"};
  return {"keyRenewal", http::Health::Status::warning,
          fmt::format("{} overdue: {}", overdue.size(), some_names(overdue))};
}
}  // namespace

std::map<KeyName, double> days_to_expiry(const KeyRing& ring, UtcTime now) {
  using Days = std::chrono::duration<double, std::chrono::days::period>;
  std::map<KeyName, double> out;
  for (const KeyVersionPtr& key : newest_keys(ring))
    if (key->is_renewed_by_time()) out[key->name] = Days{key->life.expires - now}.count();
  return out;
}

std::map<Kept, Ending> ending_keys(const KeyRing& ring, UtcTime now) {
  std::map<Kept, Ending> out{{Kept::wrapped, {}}, {Kept::certificate_only, {}}, {Kept::secret, {}}};
  for (const KeyVersionPtr& key : newest_keys(ring)) {
    const auto found = out.find(key->kept);
    if (found == out.end()) continue;
    if (ends_soon(key, now)) ++found->second.soon;
    if (key->life.expires <= now) ++found->second.over;
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
    const KeyVersionPtr& newest = ring.versions(name).back();
    const UtcTime due = std::max(newest->life.expires - keymanager::pre_expire_of(name),
                                 newest->uploaded.value_or(UtcTime::min()));
    if (now - due > renewal_overdue_after) out.push_back(name);
  }
  return out;
}

std::vector<http::Health> key_health(const http::Keys& keys, UtcTime now) {
  const auto ring = keys.board->ring();
  return {keystore_health(keys.private_keys->keystore(), keys.missing), renewal_health(*ring, now),
          expiry_health(*ring, now)};
}
}  // namespace startup
