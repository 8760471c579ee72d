// actors/audit/audit_search.h: records asked for by time and by what they say, page by page.
#pragma once
#include <memory>
#include <optional>
#include <vector>

#include "actors/audit/audit_filter.h"
#include "actors/audit/audit_merge.h"
#include "actors/base/result.h"
#include "actors/seal/master_key.h"
#include "store/view.h"

namespace audit {
struct Question {
  Period period;
  Filter filter;
  std::optional<Place> after;  ///< only records that stand behind it
  size_t records_max = 0;      ///< on the page
};

struct Page {
  std::vector<Owned> records;  ///< by time
  std::optional<Place> next;   ///< to be asked for `after` it; nothing: there are no more
  std::vector<store::Owner> unreadable{};  ///< whose records, or some of them, could not be read
};

/// So many records are looked at for one page, which then may be short or empty and still have a
/// next one. About a tenth of a second.
inline constexpr size_t looked_at_max = 20'000;

/// Reads what is committed in the store, of all chains; what moved to the archive is not searched.
/// Any thread; it takes as long as reading takes, so not one that must not block.
class Search {
 public:
  /// `view` outlives it.
  Search(const store::View& view, std::shared_ptr<const seal::WrappingKey> store_key,
         uint16_t partitions)
      : view_(view), store_key_(std::move(store_key)), partitions_(partitions) {}

  /// A chain that cannot be read is logged and named in the page, which goes on without it. Errors:
  /// audit_internal, when no chain can be read.
  Result<Page> page(const Question& question) const;

 private:
  const store::View& view_;
  std::shared_ptr<const seal::WrappingKey> store_key_;
  uint16_t partitions_;
};
}  // namespace audit
