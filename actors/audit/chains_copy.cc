// actors/audit/chains_copy.cc: a merge of whole chains.
#include "actors/audit/chains_copy.h"

#include <fmt/format.h>

#include "actors/audit/audit_merge.h"
#include "actors/audit/audit_owners.h"
#include "actors/audit/whole_chain.h"

namespace audit {
namespace {
/// A time of the wire, or a day: its beginning.
bool read_bound(const std::string& text, UtcTime& into) {
  return text.empty() || parse_iso_utc(text, into) || parse_iso_utc(text + "T00:00:00.000Z", into);
}

bool add_filter(const std::string& text, Wanted& wanted) {
  const size_t at = text.find('=');
  if (at == std::string::npos) return false;
  const std::string name = text.substr(0, at), value = text.substr(at + 1);
  if (name == "service") {
    wanted.service = service_named(value);
    return wanted.service.has_value();
  }
  const auto field = field_named(name);
  if (field) wanted.filter.want(*field, value);
  return field.has_value();
}

WhyNot unreadable(store::Owner owner) {
  return {fmt::format(
      "a record of service {} partition {} cannot be read: `idkernel audit verify` says which",
      service_name(owner.service), owner.partition)};
}

bool add_chain(const Chains& chains, store::Owner owner, const Wanted& wanted, Merge& merge) {
  auto chain = std::make_unique<WholeChain>(owner, moment_of(chains, owner), chains.store_key);
  return chain->open(wanted.period).ok() && merge.add(owner, std::move(chain)).ok();
}
}  // namespace

Expected<Wanted, WhyNot> wanted_by(const std::string& from, const std::string& to,
                                   const std::vector<std::string>& filters) {
  constexpr const char* form = ": give a day as 2026-03-01, or a time as 2026-03-01T08:15:30.000Z";
  Wanted wanted;
  if (!read_bound(from, wanted.period.from)) return WhyNot{std::string{"--from"} + form};
  if (!read_bound(to, wanted.period.to)) return WhyNot{std::string{"--to"} + form};
  for (const std::string& one : filters)
    if (!add_filter(one, wanted))
      return WhyNot{
          "--filter: give MEMBER=VALUE, a member of the record such as eventType or id, or "
          "service"};
  return wanted;
}

Expected<uint64_t, WhyNot> copy_chains(const Chains& chains, const Wanted& wanted,
                                       const Listener& told) {
  Merge merge;
  for (const store::Owner owner : owners(chains.partitions)) {
    if (wanted.service && owner.service != *wanted.service) continue;
    if (!add_chain(chains, owner, wanted, merge)) return unreadable(owner);
    if (told.beat) told.beat();
  }
  uint64_t records = 0;
  for (;;) {
    const auto found = merge.next();
    if (!found.ok()) return unreadable(merge.last_read());
    if (!found.value()) return records;
    if (told.beat) told.beat();
    const auto& [owner, entry] = *found.value();
    if (!wanted.filter.takes(entry.text)) continue;
    told.line(line_of(owner, entry));
    ++records;
  }
}
}  // namespace audit
