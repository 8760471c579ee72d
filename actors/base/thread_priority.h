// actors/base/thread_priority.h: threads that let others go first.
#pragma once

namespace thread_priority {
/// The calling thread steps back to this nice value, for as long as it lives; one that is further
/// back, as in a process that was started nicer, stays where it is. False where the system refuses
/// it: the thread works on as it is.
bool step_back(int nice);
}  // namespace thread_priority
