// actors/audit/audit_ends.h: from where to where a chain lies in the store.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "actors/audit/audit_chain.h"

namespace audit {
/// The link after which the store's part of a chain begins: the last one that moved to an archive
/// file, or the beginning of all.
struct Tail {
  Head head;
  UtcTime logged{};

  friend bool operator==(const Tail&, const Tail&) = default;
};

/// The one key under which a chain keeps its tail, sealed: whoever cannot seal cannot make links
/// look archived that were taken away.
inline constexpr std::string_view tail_key = "Z";
inline constexpr std::string_view tail_aad = "audit/tail";
std::string encoded(const Tail& tail);
std::optional<Tail> decode_tail(std::string_view value);

/// Sequences of links in the store: those behind the tail's, up to the head's.
struct Ends {
  Tail tail;
  Head head;
};
/// Errors: those of tx.get; corrupt when an end does not open.
store::Read<Tail> read_tail(store::Transaction& tx, seal::Sealer& sealer);
store::Read<Head> read_head(store::Transaction& tx, seal::Sealer& sealer);
/// Whether the store holds that link.
store::Read<bool> holds_link(store::Transaction& tx, const Head& link);
/// The tail first: read while the chain grows and is archived, they still fit together.
store::Read<Ends> read_ends(store::Transaction& tx, seal::Sealer& sealer);
}  // namespace audit
