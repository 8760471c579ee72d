// store/free_space.cc: statvfs, and the two log lines.
#include "store/free_space.h"

#include <sys/statvfs.h>

#include <utility>

#include "actors/base/log.h"

namespace store {
namespace {
FreeSpace::Probe statvfs_of(const std::string& dir) {
  return [dir]() -> std::optional<uint64_t> {
    struct statvfs answer{};
    if (::statvfs(dir.c_str(), &answer) != 0) return std::nullopt;
    return uint64_t{answer.f_bavail} * answer.f_frsize;
  };
}
}  // namespace

FreeSpace::FreeSpace(const std::string& dir, uint64_t free_bytes_min)
    : FreeSpace(statvfs_of(dir), free_bytes_min) {}

FreeSpace::FreeSpace(Probe probe, uint64_t free_bytes_min)
    : probe_(std::move(probe)), free_bytes_min_(free_bytes_min) {
  tick();
}

void FreeSpace::tick() {
  const auto found = probe_();
  bytes_free_.store(found.value_or(0), std::memory_order_relaxed);
  const bool is_low = !found || *found < free_bytes_min_;
  if (low_.exchange(is_low, std::memory_order_relaxed) == is_low) return;
  if (is_low) {
    logging::error("storage is low: " + std::to_string(found.value_or(0)) + " bytes free, " +
                   std::to_string(free_bytes_min_) + " needed; writes are refused");
  } else {
    logging::warning("storage is sufficient again; writes are accepted");
  }
}
}  // namespace store
