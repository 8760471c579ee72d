// http/startup/service_keys.cc: records in the system rows, beside the store key's.
#include "http/startup/service_keys.h"

#include <algorithm>
#include <chrono>
#include <map>

#include "actors/base/log.h"

namespace startup {
namespace {
using keymanager::KeyRing;
using keymanager::KeyVersion;
using keymanager::KeyVersionPtr;

constexpr store::Service keyed_service = store::Service::prereg;
/// Versions whose rows were refused; more are not remembered.
constexpr size_t pending_keys_max = 64;

const keymanager::KeyName& keyed_name() {
  static const keymanager::KeyName name{"PRE_REGISTRATION", ""};
  return name;
}

bool serves(const KeyVersion& version) {
  return version.name == keyed_name() && version.kept == keymanager::Kept::keystore &&
         version.kind == crypto::KeyKind::rsa;
}

/// By alias. Errors: texts for the operator.
Expected<std::map<std::string, seal::KeptStoreKey>, std::string> service_key_records(
    const store::View& view) {
  std::map<std::string, seal::KeptStoreKey> records;
  bool is_damaged = false;
  const auto visit = [&](std::string_view, std::string_view record) {
    const auto kept = seal::decode_store_key(record);
    is_damaged = is_damaged || !kept;
    if (kept) records.emplace(kept->alias, *kept);
    return true;
  };
  if (!view.scan(store::system_owner, seal::service_key_record(keyed_service, ""), {}, visit).ok())
    return std::string{"the store cannot be read"};
  if (is_damaged) return std::string{"the record of a service key is damaged"};
  return records;
}
}  // namespace

std::optional<seal::KeptStoreKey> encrypted_for(const KeyVersion& version,
                                                const crypto::SecureBytes& key) {
  const auto certificate = version.parsed();
  if (!certificate.ok()) return std::nullopt;
  const auto public_key = certificate.value().public_key();
  if (!public_key.ok()) return std::nullopt;
  auto block = public_key.value().encrypt_oaep_sha256(key.view());
  if (!block.ok()) return std::nullopt;
  return seal::KeptStoreKey{version.alias, std::move(block).value()};
}

Expected<crypto::SecureBytes, std::string> opened_with(const seal::KeptStoreKey& kept,
                                                       const KeyRing& ring,
                                                       keymanager::PrivateKeys& keys) {
  const KeyVersionPtr version = ring.by_alias(kept.alias);
  if (!version) return "no key " + kept.alias + " that would open it";
  const auto key = keys.open(ring, *version);
  if (!key.ok()) return text_of(key.faults().front());
  auto opened = key.value()->decrypt_oaep_sha256(kept.block);
  if (!opened.ok() || opened.value().size() != seal::store_key_bytes)
    return "the key " + kept.alias + " does not decrypt it";
  return std::move(opened).value();
}

Expected<std::shared_ptr<seal::ServiceKeys>, std::string> stored_service_keys(
    const store::View& view, keymanager::KeyRingPtr ring,
    std::shared_ptr<keymanager::PrivateKeys> keys, const Step& step) {
  const auto records = service_key_records(view);
  if (!records.ok()) return records.error();
  const auto open = [ring, keys = std::move(keys)](const seal::KeptStoreKey& kept) {
    return opened_with(kept, *ring, *keys);
  };
  const auto out = std::make_shared<seal::ServiceKeys>(open, std::chrono::steady_clock::now);
  std::vector<std::string> aliases;
  for (const KeyVersionPtr& version : ring->versions(keyed_name())) {
    const auto found = records.value().find(version->alias);
    if (found == records.value().end()) continue;
    out->add(keyed_service, found->second);
    aliases.push_back(version->alias);
  }
  const size_t opened = std::min(aliases.size(), service_keys_opened);
  for (size_t i = aliases.size() - opened; i < aliases.size(); ++i) {
    (void)out->find(aliases[i]);
    if (step) step();
  }
  return out;
}

Expected<std::set<std::string>, std::string> service_key_aliases(const store::View& view) {
  const auto records = service_key_records(view);
  if (!records.ok()) return records.error();
  std::set<std::string> out;
  for (const auto& [alias, kept] : records.value()) out.insert(alias);
  return out;
}

std::string service_key_at(const std::string& alias) {
  return seal::service_key_record(keyed_service, alias);
}

std::string service_key_fault(const store::View& view, const KeyRing& ring,
                              keymanager::PrivateKeys& keys) {
  const auto records = service_key_records(view);
  if (!records.ok()) return records.error();
  for (const auto& [alias, kept] : records.value()) {
    const auto opened = opened_with(kept, ring, keys);
    if (!opened.ok())
      return "the wrapping key of pre-registration's data does not open: " + opened.error();
  }
  return {};
}

std::optional<store::Batch> ServiceKeyMaker::missing(
    const KeyRing& ring, const std::function<bool(const seal::KeptStoreKey&)>& opens) {
  const auto& versions = ring.versions(keyed_name());
  const auto newest = std::find_if(versions.rbegin(), versions.rend(),
                                   [](const KeyVersionPtr& version) { return serves(*version); });
  if (newest == versions.rend() || keys_->newest(keyed_service).alias == (*newest)->alias)
    return std::nullopt;
  const Pending* const made = made_for(**newest);
  if (made == nullptr) return std::nullopt;
  if (!opens(made->kept)) {
    logging::warning("the key " + made->kept.alias +
                     " of PRE_REGISTRATION does not open what is encrypted for it: it gets no "
                     "wrapping key");
    pending_.pop_back();
    return std::nullopt;
  }
  store::Batch batch{store::system_owner};
  batch.put(seal::service_key_record(keyed_service, made->kept.alias), seal::encoded(made->kept));
  return batch;
}

void ServiceKeyMaker::stored_with(const KeyVersion& version, store::Transaction& tx) {
  if (!serves(version)) return;
  if (const Pending* const made = made_for(version))
    tx.put_beside(store::Service::system, seal::service_key_record(keyed_service, version.alias),
                  seal::encoded(made->kept));
}

void ServiceKeyMaker::published(const KeyRing& ring) {
  for (const Pending& one : pending_)
    if (ring.by_alias(one.kept.alias)) keys_->add(keyed_service, one.kept, one.key);
  std::erase_if(pending_,
                [&](const Pending& one) { return ring.by_alias(one.kept.alias) != nullptr; });
}

const ServiceKeyMaker::Pending* ServiceKeyMaker::made_for(const KeyVersion& version) {
  auto fresh = seal::new_store_key(random_);
  auto kept = encrypted_for(version, fresh);
  if (!kept) {
    logging::error("no wrapping key could be encrypted for the key " + version.alias +
                   " of PRE_REGISTRATION: the one before goes on");
    return nullptr;
  }
  if (pending_.size() == pending_keys_max) pending_.pop_front();
  pending_.push_back(
      {*std::move(kept), std::make_shared<const seal::WrappingKey>(std::move(fresh))});
  return &pending_.back();
}
}  // namespace startup
