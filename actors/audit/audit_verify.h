// actors/audit/audit_verify.h: whether a chain is whole, in its archive files and in the store.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "actors/audit/entry.h"
#include "actors/audit/moment.h"
#include "actors/audit/segment.h"
#include "actors/seal/sealer.h"
#include "store/view.h"

namespace audit {
/// Where a chain stops being one.
struct Break {
  uint64_t sequence = 0;  ///< of the first link that is missing or wrong
  std::string place;      ///< "store", or the name of a file of the archive
  std::string what;       ///< for the operator; nothing of a record in it
};
struct Verdict {
  uint64_t records = 0;   ///< links that are in order, in front of the break if there is one
  uint64_t archived = 0;  ///< those of them that lie in the archive
  Head end{};             ///< the last of them, by which the chain can be told later
  std::optional<Break> broken;
};

/// Walks the chain of `owner` from its first link to its head: the files that its manifest names,
/// up to the link after which the store's part begins, then the store. Looks at each link's place,
/// hash and text, at all that the manifest says, and that the head names the last one. `sealer` is
/// of the same owner. A read that fails is a break. One line of the manifest may reach further than
/// the archived part, if the store holds its links: a crash left it, as a rest that is no whole
/// line. `earlier` is the end of an earlier verdict: that it is not on the chain is a break too.
/// `beat` is called for each link; what it throws ends the walk.
Verdict verify(store::Owner owner, const Moment& moment, seal::Sealer& sealer,
               std::optional<Head> earlier = {}, const std::function<void()>& beat = {});
/// The same of a store that nobody writes to.
Verdict verify(store::Owner owner, const store::View& view, seal::Sealer& sealer,
               const std::string& archive_dir, std::optional<Head> earlier = {});

/// What is wrong with a file and its links, if anything. `keys` are of the owner.
std::optional<Break> fault_of(const std::string& folder, store::Owner owner, const Segment& segment,
                              seal::Sealer& sealer, store::Transaction& keys);

/// A chain as it is walked: each link upon the one before.
class Walk {
 public:
  Walk(store::Owner owner, Head from) : owner_(owner), last_(std::move(from)) {}

  /// What is wrong with the next link; empty: nothing, and it is the last one now.
  std::string step(const Entry& entry);
  const Head& last() const { return last_; }

 private:
  store::Owner owner_;
  Head last_;
};
}  // namespace audit
