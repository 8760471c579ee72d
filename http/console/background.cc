// http/console/background.cc: Linux keeps both priorities per thread.
#include "http/console/background.h"

#include <sys/syscall.h>
#include <unistd.h>

#include "actors/base/thread_priority.h"

namespace console {
namespace {
constexpr int background_nice = 10;
}  // namespace

void step_back() {
  (void)thread_priority::step_back(background_nice);
  constexpr long who_process = 1, best_effort_last = (2 << 13) | 7;
  ::syscall(SYS_ioprio_set, who_process, 0, best_effort_last);
}
}  // namespace console
