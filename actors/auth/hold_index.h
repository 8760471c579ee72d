// actors/auth/hold_index.h: claims (holds.h) for the users that were stored without: those of the
// bootstrap, and of stores that an earlier version made.
#pragma once
#include <memory>
#include <optional>
#include <string>

#include "actors/base/clock.h"
#include "actors/base/random.h"
#include "actors/seal/index_key.h"
#include "actors/seal/sealer.h"
#include "store/journal.h"
#include "store/view.h"

namespace auth {
/// Kept by auth partition 0: when this was done.
inline constexpr std::string_view hold_index_record = "I";

struct HoldIndexContext {
  uint16_t partitions = 0;
  const seal::IndexKey& index_key;
  std::shared_ptr<const seal::WrappingKey> store_key;
  Random& key_random;
  UtcTime now;
  size_t users_per_write = 1000;
};

/// Before the actors start, and once in a store's life; later calls cost one read. Of users with
/// the same value an active one has it. A user whose name is its own address claims nothing: it is
/// found by that name. After a crash in between the next start goes through all users again, and
/// what was claimed stays claimed. Answers what went wrong, if anything.
std::optional<std::string> index_holds(const HoldIndexContext& context, const store::View& view,
                                       store::Journal& journal);
}  // namespace auth
