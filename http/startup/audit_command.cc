// http/startup/audit_command.cc: the store, its data keys and nothing else of a server.
#include "http/startup/audit_command.h"

#include <fmt/format.h>

#include "actors/audit/audit_verify.h"
#include "crypto/random.h"
#include "http/startup/keystore.h"
#include "http/startup/own_keys.h"
#include "http/startup/problem.h"
#include "http/startup/process.h"
#include "http/startup/secrets.h"
#include "http/startup/store_room.h"

namespace startup {
namespace {
/// Nothing is made and nothing written: whoever looks for a change must not bring one.
std::shared_ptr<const seal::WrappingKey> opened_key(const config::Config& config,
                                                    const Settings& settings,
                                                    store::RocksStore& store) {
  const auto master = open_secrets(master_key(settings, config), store, store).master;
  const auto ring = keymanager::load_key_ring(store, {0, store::Service::keymanager});
  if (!ring.ok()) throw Problem(exit_unavailable, "the stored keys could not be read");
  keymanager::PrivateKeys keys{open_keystore(config, master), own_keystore(master)};
  auto opened = stored_store_key(store, *ring.value(), keys);
  if (!opened.ok()) throw Problem(exit_unavailable, opened.error());
  return std::make_shared<const seal::WrappingKey>(std::move(opened).value());
}

int verify(const config::Config& config, const Settings& settings) {
  const auto store = open_existing_store(settings);
  const auto store_key = opened_key(config, settings, *store);
  crypto::SystemKeyRandom random;
  uint64_t records = 0;
  size_t chains = 0, broken = 0;
  for (uint16_t i = 0; i < settings.store.partitions; ++i) {
    const store::Owner owner{i, store::Service::audit};
    seal::Sealer sealer{store_key, random, owner};
    const audit::Verdict verdict = audit::verify(owner, *store, sealer);
    records += verdict.records;
    chains += verdict.records > 0 || verdict.broken ? 1 : 0;
    if (!verdict.broken) continue;
    ++broken;
    say(fmt::format("partition {}\tsequence {}\t{}", i, verdict.broken->sequence,
                    verdict.broken->what));
  }
  say(fmt::format("{} records in {} chains, {} broken", records, chains, broken));
  return broken == 0 ? exit_ok : exit_fault;
}
}  // namespace

int verify_audit(const Arguments& arguments) { return run_command(arguments, verify); }
}  // namespace startup
