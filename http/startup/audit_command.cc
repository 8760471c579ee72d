// http/startup/audit_command.cc: the store, its data keys and nothing else of a server.
#include "http/startup/audit_command.h"

#include <fmt/format.h>

#include "actors/audit/audit_verify.h"
#include "crypto/random.h"
#include "http/startup/own_keys.h"
#include "http/startup/process.h"
#include "http/startup/secrets.h"
#include "http/startup/store_room.h"

namespace startup {
namespace {
int verify(const config::Config& config, const Settings& settings) {
  const auto store = open_existing_store(settings);
  Secrets secrets = open_secrets(master_key(settings, config), *store, *store);
  open_own_keys(secrets, config, settings, *store, system_now());
  crypto::SystemKeyRandom random;
  uint64_t records = 0;
  size_t chains = 0, broken = 0;
  for (uint16_t i = 0; i < settings.store.partitions; ++i) {
    const store::Owner owner{i, store::Service::audit};
    seal::Sealer sealer{secrets.store_key, random, owner};
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
