// store/background_priority.cc: nice values of threads.
#include "store/background_priority.h"

#include <sys/resource.h>
#include <unistd.h>

namespace store {
namespace {
/// Linux keeps a nice value per thread, and PRIO_PROCESS takes a thread id. A process that was
/// started nicer than this stays so. Where it is refused the thread works on as it is.
void step_back() {
  const auto thread = static_cast<id_t>(gettid());
  if (getpriority(PRIO_PROCESS, thread) < background_nice)
    (void)setpriority(PRIO_PROCESS, thread, background_nice);
}
}  // namespace

void BackgroundPriority::OnFlushBegin(rocksdb::DB* /*db*/, const rocksdb::FlushJobInfo& /*job*/) {
  step_back();
}

void BackgroundPriority::OnCompactionBegin(rocksdb::DB* /*db*/,
                                           const rocksdb::CompactionJobInfo& /*job*/) {
  step_back();
}
}  // namespace store
