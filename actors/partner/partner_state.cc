// actors/partner/partner_state.cc: one certificate, one row.
#include "actors/partner/partner_state.h"

#include "actors/partner/partner_record.h"

namespace partner {
Result<Done> Certificates::load(store::Transaction& tx) {
  const auto loaded = load_book(tx);
  if (!loaded.ok()) return loaded.faults();
  book_ = *loaded.value();
  return Done{};
}

Result<Rows> Certificates::store(const Rows& rows, store::Transaction& tx) {
  Rows added;
  for (const AuthorityPtr& one : rows.authorities) {
    if (const auto known = book_.authority(one->filing.domain, one->facts.sha1))
      tx.wait_for(record_key(*known));
    else
      added.authorities.push_back(one);
  }
  added.partners = rows.partners;
  if (book_.authorities() + added.authorities.size() > authorities_max ||
      book_.partners() + added.partners.size() > partners_max)
    return Errc::storage_full;
  for (const AuthorityPtr& one : added.authorities) tx.put(record_key(*one), encoded(*one));
  for (const PartnerPtr& one : added.partners) tx.put(record_key(*one), encoded(*one));
  book_ = book_.with(added);
  return added;
}
}  // namespace partner
