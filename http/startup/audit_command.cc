// http/startup/audit_command.cc: every chain is walked.
#include "http/startup/audit_command.h"

#include <fmt/format.h>

#include <fstream>
#include <map>

#include "actors/audit/audit_owners.h"
#include "actors/audit/audit_verify.h"
#include "actors/audit/hex.h"
#include "crypto/random.h"
#include "http/startup/audit_store.h"
#include "http/startup/problem.h"
#include "http/startup/process.h"
#include "http/startup/store_room.h"

namespace startup {
namespace {
constexpr std::string_view head_word = "head\t";

std::string name_of(store::Owner owner) {
  return fmt::format("service {}\tpartition {}", audit::service_name(owner.service),
                     owner.partition);
}

void tell(store::Owner owner, const audit::Break& broken) {
  say(fmt::format("{}\tsequence {}\t{}\t{}", name_of(owner), broken.sequence, broken.place,
                  broken.what));
}

/// `head`, service, partition, sequence, hash: how a chain is told from another later.
std::string head_line(store::Owner owner, const audit::Head& head) {
  return fmt::format("{}{}\tsequence {}\thash {}", head_word, name_of(owner), head.sequence,
                     audit::hex_of(head.hash));
}

/// What follows `word` at the beginning of `rest`, up to the next tab; it is taken off.
std::string column(std::string_view& rest, std::string_view word) {
  if (!rest.starts_with(word)) return {};
  rest.remove_prefix(word.size());
  const size_t end = std::min(rest.find('\t'), rest.size());
  std::string value{rest.substr(0, end)};
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return value;
}

/// By the chain's name.
using Heads = std::map<std::string, audit::Head>;

/// The head that a line names, if it is exactly what head_line made.
bool take_head(std::string_view line, uint16_t partitions, Heads& heads) {
  std::string_view rest = line.substr(head_word.size());
  const auto service = audit::service_named(column(rest, "service "));
  const std::string partition = column(rest, "partition "), sequence = column(rest, "sequence ");
  const auto hash = audit::raw_of_hex(column(rest, "hash "));
  const auto number = [](const std::string& text) {
    return std::strtoull(text.c_str(), nullptr, 10);
  };
  const bool is_hash = hash && hash->size() == audit::Head{}.hash.size();
  if (!service || !is_hash || number(partition) >= partitions) return false;
  const store::Owner owner{static_cast<uint16_t>(number(partition)), *service};
  const audit::Head head{number(sequence), *hash};
  return head_line(owner, head) == line && heads.emplace(name_of(owner), head).second;
}

/// The heads in what `verify --heads` printed; its other lines are passed over.
Heads heads_in(const std::string& file, uint16_t partitions) {
  Heads heads;
  if (file.empty()) return heads;
  std::ifstream in{file};
  for (std::string line; std::getline(in, line);)
    if (line.starts_with(head_word) && !take_head(line, partitions, heads))
      throw Problem(exit_usage, "--against: a line of " + file + " that is no head: " + line);
  if (heads.empty())
    throw Problem(exit_usage,
                  "--against: " + file + " holds no line that `audit verify --heads` printed");
  return heads;
}

int verify(const config::Config& config, const Settings& settings, const AuditVerify& order) {
  const Heads earlier = heads_in(order.against, settings.store.partitions);
  const auto store = open_existing_store(settings);
  const auto store_key = opened_store_key(config, settings, *store);
  crypto::SystemKeyRandom random;
  uint64_t records = 0, archived = 0;
  size_t chains = 0, broken = 0;
  for (const store::Owner owner : audit::owners(settings.store.partitions)) {
    seal::Sealer sealer{store_key, random, owner};
    const auto was = earlier.find(name_of(owner));
    const audit::Verdict verdict =
        audit::verify(owner, *store, sealer, settings.audit.archive.dir,
                      was == earlier.end() ? std::nullopt : std::optional{was->second});
    records += verdict.records;
    archived += verdict.archived;
    chains += verdict.records > 0 || verdict.broken ? 1 : 0;
    if (order.heads && !verdict.broken && verdict.records > 0) say(head_line(owner, verdict.end));
    if (!verdict.broken) continue;
    ++broken;
    tell(owner, *verdict.broken);
  }
  say(fmt::format("{} records in {} chains, {} of them archived, {} chains broken", records, chains,
                  archived, broken));
  return broken == 0 ? exit_ok : exit_fault;
}
}  // namespace

int verify_audit(const Arguments& arguments, const AuditVerify& order) {
  return run_command(arguments, [&](const config::Config& config, const Settings& settings) {
    return verify(config, settings, order);
  });
}
}  // namespace startup
