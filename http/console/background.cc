// http/console/background.cc: Linux keeps both priorities per thread.
#include "http/console/background.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace console {
namespace {
constexpr int background_nice = 10;
}  // namespace

void step_back() {
  const auto thread = static_cast<id_t>(::syscall(SYS_gettid));
  ::setpriority(PRIO_PROCESS, thread, background_nice);
  constexpr long who_process = 1, best_effort_last = (2 << 13) | 7;
  ::syscall(SYS_ioprio_set, who_process, 0, best_effort_last);
}
}  // namespace console
