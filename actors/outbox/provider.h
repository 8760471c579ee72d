// actors/outbox/provider.h: who delivers. One object a worker, used by that worker's thread alone.
#pragma once
#include <functional>
#include <memory>

#include "actors/outbox/delivery_rules.h"
#include "actors/outbox/outbox_state.h"

namespace outbox {
class Provider {
 public:
  virtual ~Provider() = default;
  /// Blocks until the message is delivered or is not, never longer than
  /// idkernel.outbox.attempt-timeout-ms. Throws nothing, and logs nothing of the message.
  virtual Attempt deliver(const Job& job) = 0;
};
using MakeProvider = std::function<std::unique_ptr<Provider>()>;
}  // namespace outbox
