// actors/base/thread_priority.cc: Linux keeps a nice value per thread, and PRIO_PROCESS takes a
// thread id.
#include "actors/base/thread_priority.h"

#include <sys/resource.h>
#include <unistd.h>

namespace thread_priority {
bool step_back(int nice) {
  const auto thread = static_cast<id_t>(gettid());
  return getpriority(PRIO_PROCESS, thread) >= nice || setpriority(PRIO_PROCESS, thread, nice) == 0;
}
}  // namespace thread_priority
