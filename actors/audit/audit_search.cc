// actors/audit/audit_search.cc: a merge of the stored chains, begun where the last page ended.
#include "actors/audit/audit_search.h"

#include "actors/audit/audit_owners.h"
#include "actors/audit/chain_source.h"
#include "actors/base/log.h"

namespace audit {
namespace {
/// Goes to the first record of the question.
store::Read<Done> go_to(store::Owner owner, StoredLinks& links, const Question& question) {
  const auto ends = links.open();
  if (!ends.ok()) return ends.error();
  links.end_at(question.period.to);
  if (!question.after) return links.seek(question.period.from);
  const Place& after = *question.after;
  if (owner == after.owner) links.seek(after.sequence + 1);
  // Of the millisecond in which the last page ended, earlier chains had their turn.
  const bool had_its_turn = before(owner, after.owner);
  const UtcTime from = after.logged + std::chrono::milliseconds{had_its_turn ? 1 : 0};
  return links.seek(std::max(from, question.period.from));
}

void tell(store::Owner owner) {
  logging::error("audit records of service " + std::string{service_name(owner.service)} +
                 " partition " + std::to_string(owner.partition) + " could not be read");
}
}  // namespace

Result<Page> Search::page(const Question& question) const {
  Merge merge;
  merge.pass_over_unreadable();
  Page page;
  const auto all = owners(partitions_);
  for (const store::Owner owner : all) {
    auto chain = std::make_unique<StoredChain>(owner, view_, store_key_);
    if (!go_to(owner, chain->links(), question).ok()) {
      page.unreadable.push_back(owner);
    } else if (!merge.add(owner, std::move(chain)).ok()) {
      return Errc::audit_internal;
    }
  }
  Place last;
  for (size_t looked_at = 0; looked_at < looked_at_max && !merge.is_at_end(); ++looked_at) {
    auto found = merge.next();
    if (!found.ok() || !found.value()) return Errc::audit_internal;
    Owned& record = *found.value();
    last = {record.entry.logged, record.owner, record.entry.sequence};
    if (question.filter.takes(record.entry.text)) page.records.push_back(std::move(record));
    if (page.records.size() == question.records_max) break;
  }
  if (!merge.is_at_end()) page.next = last;
  const auto& more = merge.unreadable();
  page.unreadable.insert(page.unreadable.end(), more.begin(), more.end());
  for (const store::Owner owner : page.unreadable) tell(owner);
  if (page.unreadable.size() == all.size()) return Errc::audit_internal;
  return page;
}
}  // namespace audit
