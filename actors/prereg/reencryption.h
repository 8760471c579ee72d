// actors/prereg/reencryption.h: from data keys of before to the one of now, a few rows at a time.
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

/// Applications, their history, documents and the pieces of these. A row that is under the key that
/// is sealed with now is left alone, so a run that was cut short costs reads when it is done again,
/// and no row is ever between two keys. After a rotation of PRE_REGISTRATION that key is a new one,
/// also within the day. Errors: prereg_table.
Result<Reencrypted> reencrypt(const ReencryptOrder& order, UtcTime now, seal::Sealer& sealer,
                              store::Transaction& tx);
}  // namespace prereg
