// actors/license/license_state.cc: one record a key, L + licence key.
#include "actors/license/license_state.h"

#include "actors/base/partition_of.h"
#include "actors/license/license_record.h"

namespace license {
namespace {
constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

std::string record_key(const std::string& license_key) { return "L" + license_key; }
}  // namespace

Result<std::string> Licenses::generate(const std::string& misp_id, UtcTime expires, UtcTime now,
                                       store::Transaction& tx) {
  if (!faults_of_pair(misp_id, "given").empty()) return Errc::license_misp_blank;
  if (misp_id.size() > misp_id_bytes_max) return Errc::license_unreadable;
  if (expires <= now) return Errc::license_expiry_past;
  for (;;) {
    std::string license_key = draw_own();
    const auto taken = tx.get(record_key(license_key));
    if (!taken.ok()) return Errc::license_internal;
    if (taken.value()) continue;
    keep(license_key, {misp_id, expires, Status::active, {}}, tx);
    return license_key;
  }
}

Result<Done> Licenses::map(const Pair& pair, const std::vector<std::string>& permissions,
                           store::Transaction& tx) {
  Faults faults = faults_of_mapping(pair.misp_id, pair.license_key, permissions);
  if (!faults.empty()) return faults;
  const auto found = find(pair, tx);
  if (!found.ok()) return found.faults();
  if (!accepts(rules_, permissions)) return Errc::license_permission_unknown;
  License license = *found.value();
  license.permissions = joined(permissions, license.permissions);
  keep(pair.license_key, std::move(license), tx);
  return Done{};
}

Result<std::vector<std::string>> Licenses::permissions(const Pair& pair, UtcTime now,
                                                       store::Transaction& tx) {
  Faults faults = faults_of_pair(pair.misp_id, pair.license_key);
  if (!faults.empty()) return faults;
  const auto found = find(pair, tx);
  if (!found.ok()) return found.faults();
  if (const auto fault = lookup_fault(*found.value(), now)) return *fault;
  return found.value()->permissions;
}

Result<Done> Licenses::set_status(const std::string& license_key, std::string_view status,
                                  store::Transaction& tx) {
  if (!faults_of_pair("given", license_key).empty()) return Errc::license_key_blank;
  const auto wanted = status_of(status);
  if (!wanted) return Errc::license_unreadable;
  const auto found = find(license_key, tx);
  if (!found.ok()) return found.faults();
  License license = *found.value();
  license.status = *wanted;
  keep(license_key, std::move(license), tx);
  return Done{};
}

Result<const License*> Licenses::find(const std::string& license_key, store::Transaction& tx) {
  const std::string key = record_key(license_key);
  if (const auto at = remembered_.find(license_key); at != remembered_.end()) {
    tx.wait_for(key);
    return &at->second;
  }
  const auto stored = tx.get(key);
  if (!stored.ok()) return Errc::license_internal;
  if (!stored.value()) return Errc::license_not_found;
  auto license = decoded(*stored.value());
  if (!license) return Errc::license_internal;
  return remember(license_key, std::move(*license));
}

Result<const License*> Licenses::find(const Pair& pair, store::Transaction& tx) {
  const auto found = find(pair.license_key, tx);
  if (found.ok() && found.value()->misp_id != pair.misp_id) return Errc::license_not_found;
  return found;
}

void Licenses::keep(const std::string& license_key, License license, store::Transaction& tx) {
  tx.put(record_key(license_key), encoded(license));
  remember(license_key, std::move(license));
}

const License* Licenses::remember(const std::string& license_key, License license) {
  if (remembered_.size() >= remembered_max && !remembered_.contains(license_key)) forget();
  return &remembered_.insert_or_assign(license_key, std::move(license)).first->second;
}

std::string Licenses::draw() const {
  std::string key;
  for (size_t i = 0; i < rules_.key_chars; ++i)
    key.push_back(alphabet[random_->below(alphabet.size())]);
  return key;
}

std::string Licenses::draw_own() const {
  for (;;) {
    std::string key = draw();
    if (partition_of(key, share_.partitions) == share_.partition) return key;
  }
}
}  // namespace license
