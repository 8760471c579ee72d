// actors/prereg/reencryption.h: from data keys of before a rotation to the one of now, a few rows
// at a time.
#pragma once
#include <cstdint>
#include <string>

#include "actors/base/clock.h"
#include "actors/base/origin.h"
#include "actors/base/result.h"
#include "actors/seal/sealer.h"
#include "store/transaction.h"

namespace prereg {
/// Rows behind the key `after` (empty: from the first) of one partition.
struct ReencryptOrder {
  std::string after;
  audit::Origin by;
};
struct Reencrypted {
  uint64_t moved = 0;
  uint64_t failed = 0;  ///< rows that do not open: they stay as they are
  std::string after;    ///< where to go on; empty: these were the last
};

/// What one order looks at, at most.
inline constexpr size_t reencrypt_rows_max = 256;
inline constexpr size_t reencrypt_bytes_max = size_t{1} << 20;

/// Applications, their history, documents and the pieces of these: those whose data key is wrapped
/// by another key than the newest of PRE_REGISTRATION, or by the store key since before there was
/// one, are sealed again under the data key of `now`. All others are left alone, of whatever day
/// they are: a run that was cut short costs reads when it is done again, also on another day, and
/// one that is done moves nothing until the next rotation. No row is ever between two keys. Errors:
/// prereg_table.
Result<Reencrypted> reencrypt(const ReencryptOrder& order, UtcTime now, seal::Sealer& sealer,
                              store::Transaction& tx);
}  // namespace prereg
