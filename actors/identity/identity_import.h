// actors/identity/identity_import.h: entries into the store before any actor runs.
#pragma once
#include <memory>
#include <span>
#include <string>

#include "actors/audit/trail.h"
#include "actors/base/clock.h"
#include "actors/base/expected.h"
#include "actors/base/random.h"
#include "actors/base/result.h"
#include "actors/identity/identity_rules.h"
#include "actors/seal/index_key.h"
#include "actors/seal/master_key.h"
#include "store/journal.h"
#include "store/view.h"

namespace identity {
struct FirstEntries {
  uint16_t partitions = 0;
  const seal::IndexKey& index_key;
  std::shared_ptr<const seal::WrappingKey> store_key;
  Random& key_random;
  UtcTime now;
  audit::TrailRules trail{};
};

/// Keeps the entries, all in one synced write. Errors: that the store or the seal failed.
Expected<Done, std::string> import_first(std::span<const Entry> entries,
                                         const FirstEntries& context, const store::View& view,
                                         store::Journal& journal);
}  // namespace identity
