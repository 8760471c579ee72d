// actors/partner/partner_state.cc: one certificate, one row; and room for the next.
#include "actors/partner/partner_state.h"

#include "actors/partner/partner_record.h"

namespace partner {
Result<Done> Certificates::load(store::Transaction& tx) {
  const auto loaded = load_book(tx);
  if (!loaded.ok()) return loaded.faults();
  book_ = *loaded.value();
  by_end_.clear();
  book_.for_each_partner([&](const PartnerPtr& one) { by_end_.emplace(one->end, one); });
  return Done{};
}

Result<Rows> Certificates::store(const Rows& rows, UtcTime now, store::Transaction& tx) {
  Rows added = new_of(rows, tx);
  const size_t partners = book_.partners() + added.partners.size();
  if (partners > partners_max) added.gone = ended(partners - partners_max, now);
  if (book_.authorities() + added.authorities.size() > authorities_max ||
      partners - added.gone.size() > partners_max)
    return Errc::storage_full;
  for (const AuthorityPtr& one : added.authorities) tx.put(record_key(*one), encoded(*one));
  for (const PartnerPtr& one : added.partners) tx.put(record_key(*one), encoded(*one));
  for (const PartnerPtr& one : added.gone) tx.erase(record_key(*one));
  book_ = book_.with(added);
  by_end_.erase(by_end_.begin(),
                std::next(by_end_.begin(), static_cast<std::ptrdiff_t>(added.gone.size())));
  for (const PartnerPtr& one : added.partners) by_end_.emplace(one->end, one);
  return added;
}

Rows Certificates::new_of(const Rows& rows, store::Transaction& tx) const {
  Rows out;
  for (const AuthorityPtr& one : rows.authorities) {
    if (const auto known = book_.authority(one->filing.domain, one->facts.sha1))
      tx.wait_for(record_key(*known));
    else
      out.authorities.push_back(one);
  }
  for (const PartnerPtr& one : rows.partners) {
    const auto known = book_.partner(one->filing.domain, one->certificate);
    if (known && known->filing.id != rows.before)
      tx.wait_for(record_key(*known));
    else
      out.partners.push_back(one);
  }
  return out;
}

std::vector<PartnerPtr> Certificates::ended(size_t most, UtcTime now) const {
  std::vector<PartnerPtr> out;
  for (const auto& [end, one] : by_end_) {
    if (out.size() == most || end >= now) break;
    out.push_back(one);
  }
  return out;
}
}  // namespace partner
