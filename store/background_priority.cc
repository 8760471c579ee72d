// store/background_priority.cc: nice values of threads.
#include "store/background_priority.h"

#include "actors/base/thread_priority.h"

namespace store {
void BackgroundPriority::OnFlushBegin(rocksdb::DB* /*db*/, const rocksdb::FlushJobInfo& /*job*/) {
  (void)thread_priority::step_back(background_nice);
}

void BackgroundPriority::OnCompactionBegin(rocksdb::DB* /*db*/,
                                           const rocksdb::CompactionJobInfo& /*job*/) {
  (void)thread_priority::step_back(background_nice);
}
}  // namespace store
