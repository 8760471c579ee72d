// actors/auth/registration_sweep.h: forgetting registrations that have lapsed. Used by sign_in*.cc
// alone.
#pragma once
#include <string>

#include "actors/auth/sign_in_flow.h"

namespace auth {
/// partition by partition: those that have lapsed -> each erased, durable -> its claims released.
/// A crash in between leaves claims without a user, which nobody has to respect.
class SweepFlow final : public Flow<uint64_t> {
 public:
  using Flow::Flow;

 private:
  void start() override { look(0, {}); }
  void look(size_t partition, const std::string& from);
  void end(size_t index);
  void release(size_t index, size_t kind);

  size_t partition_ = 0;
  LapsedPage page_;
  uint64_t ended_ = 0;
};
}  // namespace auth
