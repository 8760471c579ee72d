// http/startup/audit_store.cc: the store key, without what a start would make.
#include "http/startup/audit_store.h"

#include <filesystem>

#include "actors/audit/audit_owners.h"
#include "actors/audit/lost_chain.h"
#include "http/startup/keystore.h"
#include "http/startup/own_keys.h"
#include "http/startup/problem.h"
#include "http/startup/secrets.h"
#include "http/startup/service_keys.h"

namespace startup {
std::shared_ptr<const seal::WrappingKey> opened_store_key(const config::Config& config,
                                                          const Settings& settings,
                                                          store::RocksStore& store) {
  const auto master = open_secrets(master_key(settings, config), store, store).master;
  const auto ring = keymanager::load_key_ring(store, {0, store::Service::keymanager});
  if (!ring.ok()) throw Problem(exit_unavailable, "the stored keys could not be read");
  const auto keys = std::make_shared<keymanager::PrivateKeys>(open_keystore(config, master),
                                                              own_keystore(master));
  auto opened = stored_store_key(store, *ring.value(), *keys);
  if (!opened.ok()) throw Problem(exit_unavailable, opened.error());
  const auto services = stored_service_keys(store, ring.value(), keys);
  if (!services.ok()) throw Problem(exit_unavailable, services.error());
  services.value()->detach();  // Whoever goes on may open the keystore, and a file is opened once.
  return std::make_shared<const seal::WrappingKey>(std::move(opened).value(), services.value());
}

audit::Chains chains_of(const Settings& settings, const store::RocksStore& store,
                        std::shared_ptr<const seal::WrappingKey> store_key) {
  audit::Chains chains;
  chains.look = [&store] { return store.snapshot(); };
  chains.store_key = std::move(store_key);
  chains.archive_dir = settings.audit.archive.dir;
  chains.partitions = settings.store.partitions;
  return chains;
}

void refuse_lost_chains(const Settings& settings, const store::View& store) {
  std::error_code fault_of_look;
  const bool has_archive =
      std::filesystem::exists(settings.audit.archive.dir, fault_of_look) || fault_of_look;
  if (!has_archive) return;
  for (const store::Owner owner : audit::owners(settings.store.partitions)) {
    const auto fault = audit::fault_of_start(owner, store, settings.audit.archive.dir);
    if (!fault.empty()) throw Problem(exit_unavailable, fault);
  }
}
}  // namespace startup
