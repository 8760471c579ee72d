// actors/keymanager/key_ring.cc: indexes over the keys.
#include "actors/keymanager/key_ring.h"

#include <algorithm>

#include "actors/keymanager/key_record.h"

namespace keymanager {
namespace {
const KeyRing::Versions none;

/// One text per name: ids of applications hold no zero byte (see is_acceptable in key_plan.cc).
std::string index_key(const KeyName& name) {
  return name.application_id + '\0' + name.reference_id;
}

bool is_older(const KeyVersionPtr& a, const KeyVersionPtr& b) {
  return std::pair{a->made_at(), std::string_view{a->alias}} <
         std::pair{b->made_at(), std::string_view{b->alias}};
}

void insert(SnapshotMap<KeyRing::Versions>& index, const std::string& key,
            const KeyVersionPtr& version) {
  const auto* found = index.find(key);
  KeyRing::Versions versions = found == nullptr ? KeyRing::Versions{} : *found;
  versions.insert(std::upper_bound(versions.begin(), versions.end(), version, is_older), version);
  index.set(key, std::move(versions));
}

void remove(SnapshotMap<KeyRing::Versions>& index, const std::string& key,
            const KeyVersionPtr& version) {
  const auto* found = index.find(key);
  if (found == nullptr) return;
  KeyRing::Versions versions = *found;
  std::erase(versions, version);
  if (versions.empty()) return index.erase(key);
  index.set(key, std::move(versions));
}

/// Whether a name stands for base or symmetric keys of an application here.
bool is_base_name(const KeyRing::Versions& versions) {
  return std::ranges::any_of(versions, [](const KeyVersionPtr& version) {
    return class_of(version->name) == KeyClass::base && version->kept != Kept::certificate_only;
  });
}

template <class Visit>
void for_each_thumbprint(const KeyVersion& version, const Visit& visit) {
  if (!version.thumbprint.empty()) visit(version.thumbprint);
  for (const std::string& thumbprint : version.thumbprints_before)
    if (thumbprint != version.thumbprint) visit(thumbprint);
}
}  // namespace

const KeyRing::Versions& KeyRing::versions(const KeyName& name) const {
  const auto* found = by_name_.find(index_key(name));
  return found == nullptr ? none : *found;
}

Current KeyRing::current(const KeyName& name, UtcTime now) const {
  const Versions& all = versions(name);
  if (all.empty()) return {};
  const UtcTime newest = all.back()->life.generated;
  if (newest > now && newest - now <= clock_slack) now = newest;
  const auto pre_expire = pre_expire_of(name);
  Current current;
  for (const KeyVersionPtr& version : all) {
    if (!is_current(version->life, pre_expire, now)) continue;
    current.key = ++current.count == 1 ? version : nullptr;
  }
  return current;
}

const KeyRing::Versions& KeyRing::by_thumbprint(const std::string& thumbprint) const {
  const auto* found = by_thumbprint_.find(thumbprint);
  return found == nullptr ? none : *found;
}

KeyVersionPtr KeyRing::by_alias(const std::string& alias) const {
  const auto* found = by_alias_.find(alias);
  return found == nullptr ? nullptr : *found;
}

bool KeyRing::has_uni_ident(const std::string& uni_ident) const {
  return alias_of_uni_ident_.find(uni_ident) != nullptr;
}

size_t KeyRing::base_names(const std::string& application_id) const {
  const auto* found = base_names_.find(application_id);
  return found == nullptr ? 0 : *found;
}

KeyRing::Versions KeyRing::module_keys() const {
  Versions out;
  by_name_.for_each([&](const std::string&, const Versions& versions) {
    for (const KeyVersionPtr& version : versions)
      if (class_of(version->name) == KeyClass::module_master && version->kept == Kept::keystore)
        out.push_back(version);
  });
  std::sort(out.begin(), out.end(), is_older);
  return out;
}

void KeyRing::for_each(const std::function<void(const KeyVersionPtr&)>& visit) const {
  by_alias_.for_each([&](const std::string&, const KeyVersionPtr& version) { visit(version); });
}

void KeyRing::put(const KeyVersionPtr& version) {
  if (const KeyVersionPtr before = by_alias(version->alias)) take_out(before);
  by_alias_.set(version->alias, version);
  ++kept_.at(static_cast<size_t>(version->kept));
  alias_of_uni_ident_.set(version->uni_ident, version->alias);
  put_by_name(version);
  for_each_thumbprint(*version, [&](const std::string& thumbprint) {
    insert(by_thumbprint_, thumbprint, version);
  });
}

void KeyRing::take_out(const KeyVersionPtr& version) {
  alias_of_uni_ident_.erase(version->uni_ident);
  --kept_.at(static_cast<size_t>(version->kept));
  take_out_by_name(version);
  for_each_thumbprint(*version, [&](const std::string& thumbprint) {
    remove(by_thumbprint_, thumbprint, version);
  });
}

void KeyRing::put_by_name(const KeyVersionPtr& version) {
  const bool was_counted = is_base_name(versions(version->name));
  insert(by_name_, index_key(version->name), version);
  if (was_counted || !is_base_name(versions(version->name))) return;
  const std::string& application = version->name.application_id;
  base_names_.set(application, base_names(application) + 1);
}

void KeyRing::take_out_by_name(const KeyVersionPtr& version) {
  const bool was_counted = is_base_name(versions(version->name));
  remove(by_name_, index_key(version->name), version);
  if (!was_counted || is_base_name(versions(version->name))) return;
  const std::string& application = version->name.application_id;
  base_names_.set(application, base_names(application) - 1);
}

KeyRing KeyRing::with(const Versions& changed) const {
  KeyRing out = *this;
  for (const KeyVersionPtr& version : changed) out.put(version);
  return out;
}

Result<KeyRingPtr> load_key_ring(const store::View& view, store::Owner owner) {
  auto ring = std::make_shared<KeyRing>();
  bool is_readable = true;
  const auto scanned =
      view.scan(owner, key_record_prefix, {}, [&](std::string_view key, std::string_view value) {
        auto version = decoded(key.substr(key_record_prefix.size()), value);
        is_readable = version.has_value();
        if (is_readable) ring->put(std::make_shared<const KeyVersion>(std::move(*version)));
        return is_readable;
      });
  if (!scanned.ok() || !is_readable) return Errc::internal;
  return KeyRingPtr{std::move(ring)};
}
}  // namespace keymanager
