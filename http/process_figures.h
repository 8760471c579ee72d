// http/process_figures.h: what the kernel says of this process.
#pragma once
#include <cstdint>

namespace http {
struct ProcessFigures {
  double cpu_seconds = 0;  ///< user and system
  uint64_t resident_bytes = 0;
  uint64_t open_descriptors = 0;
  uint64_t threads = 0;
};

/// From /proc/self; a figure that cannot be read is 0.
ProcessFigures process_figures();
}  // namespace http
