// actors/partition/flow.cc: the one place where a step's exception ends.
#include "actors/partition/flow.h"

#include <string>

#include "actors/base/log.h"

namespace partition {
void guarded(std::string_view what, const std::function<void()>& step,
             const std::function<void(Faults)>& fail) {
  try {
    step();
  } catch (...) {
    logging::error("a request failed in " + std::string{what} + ": " + logging::thrown_type());
    fail(Faults{Fault{Errc::internal, {}}});
  }
}
}  // namespace partition
