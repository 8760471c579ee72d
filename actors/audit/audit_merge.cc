// actors/audit/audit_merge.cc: a heap of chains by their first record.
#include "actors/audit/audit_merge.h"

#include <algorithm>

namespace audit {
/// The heap's front is its greatest: the earliest.
bool Merge::Chain::operator<(const Chain& other) const {
  return Place{other.first.logged, other.owner, other.first.sequence} <
         Place{first.logged, owner, first.sequence};
}

store::Read<Done> Merge::put(Chain chain) {
  last_read_ = chain.owner;
  auto first = chain.source->next();
  if (!first.ok() && passes_over_) {
    unreadable_.push_back(chain.owner);
    return Done{};
  }
  if (!first.ok()) return first.error();
  if (!first.value()) return Done{};
  chain.first = std::move(*first.value());
  waiting_.push_back(std::move(chain));
  std::ranges::push_heap(waiting_, std::less<>{});
  return Done{};
}

store::Read<Done> Merge::add(store::Owner owner, std::unique_ptr<Source> chain) {
  return put({owner, std::move(chain)});
}

store::Read<std::optional<Owned>> Merge::next() {
  if (waiting_.empty()) return std::optional<Owned>{};
  std::ranges::pop_heap(waiting_, std::less<>{});
  Chain chain = std::move(waiting_.back());
  waiting_.pop_back();
  Owned found{chain.owner, std::move(chain.first)};
  const auto read = put(std::move(chain));
  if (!read.ok()) return read.error();
  return std::optional{std::move(found)};
}
}  // namespace audit
