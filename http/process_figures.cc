// http/process_figures.cc: reading /proc/self.
#include "http/process_figures.h"

#include <sys/resource.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace http {
namespace {
double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

void read_status(ProcessFigures& figures) {
  std::ifstream status{"/proc/self/status"};
  for (std::string key; status >> key;) {
    if (key == "VmRSS:") {
      uint64_t kib = 0;
      status >> kib;
      figures.resident_bytes = kib * 1024;
    } else if (key == "Threads:") {
      status >> figures.threads;
    }
  }
}
}  // namespace

ProcessFigures process_figures() {
  ProcessFigures figures;
  rusage usage{};
  if (getrusage(RUSAGE_SELF, &usage) == 0) {
    figures.cpu_seconds = seconds(usage.ru_utime) + seconds(usage.ru_stime);
  }
  read_status(figures);
  std::error_code error;
  for (std::filesystem::directory_iterator entry{"/proc/self/fd", error}, end; entry != end;
       entry.increment(error)) {
    ++figures.open_descriptors;
  }
  return figures;
}
}  // namespace http
