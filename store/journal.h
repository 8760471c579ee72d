// store/journal.h: the only way to write.
#pragma once
#include <span>

#include "store/batch.h"

namespace store {
/// Makes batches durable. Called by one thread (the journal actor), which blocks until the device
/// has them.
class Journal {
 public:
  virtual ~Journal() = default;

  /// On return every batch is durable, all in one synced write, in the order given. There is no
  /// failed return: when the write or the sync fails the process ends with exit code
  /// `exit_code_write_failed`, because what the disk holds is then unknown (design.md section 1,
  /// fail-stop).
  virtual void write(std::span<const Batch> batches) = 0;
};

/// EX_IOERR of sysexits.h.
inline constexpr int exit_code_write_failed = 74;
}  // namespace store
