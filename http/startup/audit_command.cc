// http/startup/audit_command.cc: every chain is walked.
#include "http/startup/audit_command.h"

#include <fmt/format.h>

#include "actors/audit/audit_owners.h"
#include "actors/audit/audit_verify.h"
#include "crypto/random.h"
#include "http/startup/audit_store.h"
#include "http/startup/process.h"
#include "http/startup/store_room.h"

namespace startup {
namespace {
void tell(store::Owner owner, const audit::Break& broken) {
  say(fmt::format("service {}\tpartition {}\tsequence {}\t{}\t{}",
                  audit::service_name(owner.service), owner.partition, broken.sequence,
                  broken.place, broken.what));
}

int verify(const config::Config& config, const Settings& settings) {
  const auto store = open_existing_store(settings);
  const auto store_key = opened_store_key(config, settings, *store);
  crypto::SystemKeyRandom random;
  uint64_t records = 0, archived = 0;
  size_t chains = 0, broken = 0;
  for (const store::Owner owner : audit::owners(settings.store.partitions)) {
    seal::Sealer sealer{store_key, random, owner};
    const audit::Verdict verdict = audit::verify(owner, *store, sealer, settings.audit.archive.dir);
    records += verdict.records;
    archived += verdict.archived;
    chains += verdict.records > 0 || verdict.broken ? 1 : 0;
    if (!verdict.broken) continue;
    ++broken;
    tell(owner, *verdict.broken);
  }
  say(fmt::format("{} records in {} chains, {} of them archived, {} chains broken", records, chains,
                  archived, broken));
  return broken == 0 ? exit_ok : exit_fault;
}
}  // namespace

int verify_audit(const Arguments& arguments) { return run_command(arguments, verify); }
}  // namespace startup
