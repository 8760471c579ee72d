// http/startup/missing_keys.cc: rows on one side, the keystore's list on the other.
#include "http/startup/missing_keys.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "actors/base/log.h"
#include "actors/keymanager/key_check.h"
#include "actors/seal/store_key.h"
#include "http/startup/arguments.h"
#include "http/startup/keystore.h"
#include "http/startup/problem.h"
#include "http/startup/service_keys.h"

namespace startup {
namespace {
using keymanager::Kept;
using keymanager::KeyRing;
using keymanager::KeyVersion;
using keymanager::KeyVersionPtr;

/// More would not help whoever reads it.
constexpr size_t missing_named_max = 5;

bool is_current(const KeyVersion& version, UtcTime now) {
  return keymanager::is_current(version.life, keymanager::pre_expire_of(version.name), now);
}

KeyRing::Versions wrapped_for(const KeyRing& ring, const std::string& alias) {
  KeyRing::Versions out;
  for (const KeyVersionPtr& version : sorted_versions(ring))
    if (version->kept == Kept::wrapped && version->module_alias == alias) out.push_back(version);
  return out;
}

/// Of the keys that current base keys are wrapped for.
std::set<std::string> modules_in_use(const KeyRing& ring, UtcTime now) {
  std::set<std::string> out;
  ring.for_each([&](const KeyVersionPtr& version) {
    if (version->kept == Kept::wrapped && is_current(*version, now))
      out.insert(version->module_alias);
  });
  return out;
}

std::shared_ptr<KeyVersion> as_ended(const KeyVersion& version, UtcTime now) {
  auto row = std::make_shared<KeyVersion>(version);
  row->life.expires = std::min(row->life.expires, keymanager::forced_end(now));
  return row;
}

/// See Forgotten::wrapped_stays.
KeyRing::Versions without_private_halves(const KeyRing::Versions& wrapped, UtcTime now) {
  KeyRing::Versions out;
  for (const KeyVersionPtr& version : wrapped) {
    auto row = as_ended(*version, now);
    row->record.clear();
    row->module_alias.clear();
    out.push_back(std::move(row));
  }
  return out;
}

/// See Forgotten::stays. A certificate without a key would be taken for another's, and a name whose
/// newest is one have no successor.
KeyVersionPtr what_stays(const KeyVersion& version, bool is_newest, UtcTime now) {
  if (version.kept == Kept::secret || version.certificate.empty()) return nullptr;
  auto row = as_ended(version, now);
  if (is_newest) return row;
  row->kept = Kept::certificate_only;
  row->record.clear();
  return row;
}

/// Why forgetting it takes more than a word; empty: nothing is lost with it.
std::vector<std::string> losses(const Forgotten& gone, bool is_in_use) {
  std::vector<std::string> out;
  if (is_in_use) out.emplace_back("it is in use");
  if (!gone.wrapped.empty())
    out.push_back(fmt::format("{} keys are wrapped for it", gone.wrapped.size()));
  if (gone.has_data)
    out.emplace_back(
        "data keys of pre-registration lie under it (a partition of it whose last audit record "
        "does so, too, stays closed)");
  return out;
}

/// What an operator can do about needed keys.
std::string remedy(const KeyRing::Versions& needed, const DataKeyAliases& data) {
  const std::string backup = "bring them back, as from a backup of the keystore";
  for (const KeyVersionPtr& version : needed)
    if (version->alias == data.store)
      return backup + ": without " + keymanager::label_of(*version) + " nothing stored opens";
  return backup + ", or give up each one with `idkernel keys forget ALIAS --lose-data`";
}
}  // namespace

DataKeyAliases data_key_aliases(const store::View& view) {
  const auto record = view.get(store::system_owner, seal::store_key_record);
  auto services = service_key_aliases(view);
  if (!record.ok() || !services.ok()) throw Problem(exit_unavailable, "the store cannot be read");
  DataKeyAliases out;
  out.services = std::move(services).value();
  if (!record.value()) return out;
  if (const auto kept = seal::decode_store_key(*record.value())) out.store = kept->alias;
  return out;
}

std::vector<std::string> in_keystore(const KeyRing& ring) {
  std::vector<std::string> aliases;
  ring.for_each([&](const KeyVersionPtr& version) {
    const bool is_in_row =
        keymanager::is_own(version->name.application_id) && !version->record.empty();
    if ((version->kept == Kept::keystore || version->kept == Kept::secret) && !is_in_row)
      aliases.push_back(version->alias);
  });
  return aliases;
}

MissingKeys missing_keys(const KeyRing& ring, const std::vector<std::string>& aliases,
                         const DataKeyAliases& data, UtcTime now) {
  MissingKeys out;
  if (aliases.empty()) return out;
  const auto modules = modules_in_use(ring, now);
  for (const KeyVersionPtr& version : sorted_versions(ring)) {
    const std::string& alias = version->alias;
    if (std::ranges::find(aliases, alias) == aliases.end()) continue;
    const bool is_needed = is_current(*version, now) || modules.contains(alias) ||
                           alias == data.store || data.services.contains(alias);
    (is_needed ? out.needed : out.others).push_back(version);
  }
  return out;
}

KeyRing::Versions checked_keys(keystore::Keystore& keystore, const KeyRing& ring,
                               const DataKeyAliases& data, UtcTime now) {
  auto missing = missing_keys(ring, lacking(keystore, in_keystore(ring)), data, now);
  if (!missing.needed.empty())
    throw Problem(exit_config, fmt::format("the keystore lacks {} keys that are in use: {}; {}",
                                           missing.needed.size(), some_of(missing.needed),
                                           remedy(missing.needed, data)));
  if (!missing.others.empty())
    logging::warning(fmt::format("the keystore lacks {} keys that ended: {}", missing.others.size(),
                                 some_of(missing.others)));
  return std::move(missing.others);
}

std::string some_of(const KeyRing::Versions& versions) {
  std::string out;
  for (size_t i = 0; i < std::min(versions.size(), missing_named_max); ++i)
    out += (i == 0 ? "" : ", ") + keymanager::label_of(*versions[i]);
  return out + (versions.size() > missing_named_max ? ", ..." : "");
}

Expected<Forgotten, std::string> forgotten(const KeyRing& ring, const std::string& alias,
                                           const MissingKeys& missing, const DataKeyAliases& data,
                                           bool loses_data, UtcTime now) {
  const KeyVersionPtr key = ring.by_alias(alias);
  if (!key) return "no key has the alias " + alias;
  const std::string label = keymanager::label_of(*key);
  const auto lacks = [&](const KeyRing::Versions& versions) {
    return std::ranges::any_of(versions,
                               [&](const KeyVersionPtr& one) { return one->alias == alias; });
  };
  if (!lacks(missing.needed) && !lacks(missing.others))
    return label + " is not missing: only a key that the keystore has lost can be forgotten";
  if (alias == data.store)
    return label +
           " holds the store key, and nothing stored opens without it: bring it back, as "
           "from a backup of the keystore";
  const bool is_newest = ring.versions(key->name).back() == key;
  Forgotten out;
  out.key = key;
  out.wrapped = wrapped_for(ring, alias);
  out.has_data = data.services.contains(alias);
  out.stays = what_stays(*key, is_newest, now);
  out.wrapped_stays = without_private_halves(out.wrapped, now);
  const auto lost = losses(out, is_current(*key, now));
  if (lost.empty() && is_newest && out.stays)
    return label + " is the newest of its name and has ended: " +
           (key->is_revoked
                ? "it was revoked, so that its next use alone makes the successor, such "
                  "as a getCertificate of that name"
                : "its next use or a start makes the successor") +
           ", and then it can be forgotten";
  if (loses_data || lost.empty()) return out;
  return fmt::format(
      "{}: {}: with --lose-data all that is given up, and what was encrypted for it never opens "
      "again",
      label, fmt::join(lost, ", "));
}

Expected<std::vector<std::string>, keystore::Errc> orphans(keystore::Keystore& keystore,
                                                           const KeyRing& ring) {
  auto held = keystore.aliases();
  if (!held.ok()) return held.error();
  std::vector<std::string> out = std::move(held).value();
  std::erase_if(out, [&](const std::string& alias) {
    const KeyVersionPtr row = ring.by_alias(alias);
    return row && row->kept != Kept::certificate_only;
  });
  std::ranges::sort(out);
  return out;
}
}  // namespace startup
