// actors/audit/chains_check.cc: lines with tabs between their columns.
#include "actors/audit/chains_check.h"

#include <fmt/format.h>

#include <cstdlib>

#include "actors/audit/audit_owners.h"
#include "actors/audit/audit_verify.h"
#include "actors/audit/chain_source.h"
#include "actors/audit/hex.h"

namespace audit {
namespace {
constexpr std::string_view head_word = "head\t";

std::string chain_name(store::Owner owner) {
  return fmt::format("service {}\tpartition {}", service_name(owner.service), owner.partition);
}

/// `head`, service, partition, sequence, hash: how a chain is told from another later.
std::string head_line(store::Owner owner, const Head& head) {
  return fmt::format("{}{}\tsequence {}\thash {}", head_word, chain_name(owner), head.sequence,
                     hex_of(head.hash));
}

std::string break_line(store::Owner owner, const Break& broken) {
  return fmt::format("{}\tsequence {}\t{}\t{}", chain_name(owner), broken.sequence, broken.place,
                     broken.what);
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

/// The head that a line names, if it is exactly what head_line made.
bool take_head(std::string_view line, uint16_t partitions, Heads& heads) {
  if (!is_head_line(line)) return false;
  std::string_view rest = line.substr(head_word.size());
  const auto service = service_named(column(rest, "service "));
  const std::string partition = column(rest, "partition "), sequence = column(rest, "sequence ");
  const auto hash = raw_of_hex(column(rest, "hash "));
  const auto number = [](const std::string& text) {
    return std::strtoull(text.c_str(), nullptr, 10);
  };
  const bool is_hash = hash && hash->size() == Head{}.hash.size();
  if (!service || !is_hash || number(partition) >= partitions) return false;
  const store::Owner owner{static_cast<uint16_t>(number(partition)), *service};
  const Head head{number(sequence), *hash};
  return head_line(owner, head) == line && heads.emplace(chain_name(owner), head).second;
}
}  // namespace

bool is_head_line(std::string_view line) { return line.starts_with(head_word); }

std::string take_heads(const std::vector<std::string>& lines, uint16_t partitions, Heads& into) {
  for (const std::string& line : lines)
    if (!take_head(line, partitions, into)) return line;
  return {};
}

bool check_chains(const Chains& chains, const Check& check, const Listener& told) {
  const auto random = no_random();
  uint64_t records = 0, archived = 0;
  size_t found = 0, broken = 0;
  for (const store::Owner owner : owners(chains.partitions)) {
    seal::Sealer sealer{chains.store_key, *random, owner};
    const auto was = check.earlier.find(chain_name(owner));
    const Verdict verdict =
        verify(owner, moment_of(chains, owner), sealer,
               was == check.earlier.end() ? std::nullopt : std::optional{was->second}, told.beat);
    records += verdict.records;
    archived += verdict.archived;
    found += verdict.records > 0 || verdict.broken ? 1 : 0;
    broken += verdict.broken ? 1 : 0;
    if (verdict.broken) told.line(break_line(owner, *verdict.broken));
    if (check.heads && !verdict.broken && verdict.records > 0)
      told.line(head_line(owner, verdict.end));
    if (told.beat) told.beat();
  }
  told.line(fmt::format("{} records in {} chains, {} of them archived, {} chains broken", records,
                        found, archived, broken));
  return broken == 0;
}
}  // namespace audit
