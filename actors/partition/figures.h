// actors/partition/figures.h: what one partition counts, for metrics.
#pragma once
#include <atomic>
#include <cstdint>

#include "store/figures.h"

namespace partition {
/// Written by the partition's actor, read by whoever renders metrics.
struct Figures {
  std::atomic<uint64_t> requests{0};
  std::atomic<uint64_t> failed{0};         ///< requests that threw: answered Errc::internal
  std::atomic<uint64_t> refused_full{0};   ///< writes refused because the disk is low
  std::atomic<uint64_t> held{0};           ///< replies that waited for a commit
  std::atomic<uint64_t> batches{0};        ///< sent to the journal
  std::atomic<uint64_t> batch_records{0};  ///< puts and erases in them
  std::atomic<uint64_t> batch_bytes{0};
  store::DurationHistogram commit_ns;  ///< from sending a batch until it is known to be durable
};
}  // namespace partition
