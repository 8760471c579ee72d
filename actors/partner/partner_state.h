// actors/partner/partner_state.h: who may be stored. One actor holds it, so it has no locks.
#pragma once
#include <map>

#include "actors/partner/certificate_book.h"

namespace partner {
/// All that this service keeps: some 400 MB. Authorities, and partners' certificates.
inline constexpr size_t authorities_max = 100'000;
inline constexpr size_t partners_max = 100'000;

class Certificates {
 public:
  /// What is stored. Errors: internal.
  Result<Done> load(store::Transaction& tx);

  /// Puts rows that were checked against an older book; answers those that are new. An authority
  /// whose certificate came into the domain meanwhile is left out, and a partner of whose
  /// certificate a newer row than `rows.before` did. Ids are new. Where there is no room, as many
  /// partners go as are needed, those first whose certificates of ours ended first, before `now`:
  /// they are answered as `gone`. Errors: storage_full (beyond the bounds above; nothing is put).
  Result<Rows> store(const Rows& rows, UtcTime now, store::Transaction& tx);

 private:
  Rows new_of(const Rows& rows, store::Transaction& tx) const;
  std::vector<PartnerPtr> ended(size_t most, UtcTime now) const;

  Book book_;                                  ///< also of what is not committed yet
  std::multimap<UtcTime, PartnerPtr> by_end_;  ///< its partners
};
}  // namespace partner
