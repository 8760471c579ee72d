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

Result<Page> failed(store::Owner owner) {
  logging::error("audit records of service " + std::string{service_name(owner.service)} +
                 " partition " + std::to_string(owner.partition) + " could not be read");
  return Errc::audit_internal;
}
}  // namespace

Result<Page> Search::page(const Question& question) const {
  Merge merge;
  for (const store::Owner owner : owners(partitions_)) {
    auto chain = std::make_unique<StoredChain>(owner, view_, store_key_);
    if (!go_to(owner, chain->links(), question).ok() || !merge.add(owner, std::move(chain)).ok())
      return failed(owner);
  }
  Page page;
  Place last;
  for (size_t looked_at = 0; looked_at < looked_at_max; ++looked_at) {
    auto found = merge.next();
    if (!found.ok()) return failed(merge.last_read());
    if (!found.value()) return page;
    Owned& record = *found.value();
    last = {record.entry.logged, record.owner, record.entry.sequence};
    if (question.filter.takes(record.entry.text)) page.records.push_back(std::move(record));
    if (page.records.size() == question.records_max) break;
  }
  if (!merge.is_at_end()) page.next = last;
  return page;
}
}  // namespace audit
