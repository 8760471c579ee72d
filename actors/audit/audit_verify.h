// actors/audit/audit_verify.h: whether a stored chain is whole.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "actors/seal/sealer.h"
#include "store/view.h"

namespace audit {
/// Where a chain stops being one.
struct Break {
  uint64_t sequence = 0;  ///< of the first link that is missing or wrong
  std::string what;       ///< for the operator; nothing of a record in it
};
struct Verdict {
  uint64_t records = 0;  ///< links that are in order, in front of the break if there is one
  std::optional<Break> broken;
};

/// Walks the chain of `owner` from its first link to its head: each link's place, hash and text,
/// and that the head names the last one. `sealer` is of the same owner. A read that fails is a
/// break.
Verdict verify(store::Owner owner, const store::View& view, seal::Sealer& sealer);
}  // namespace audit
