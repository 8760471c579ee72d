// actors/outbox/dispatcher.h: between the partitions and one channel's provider: whose turn it is,
// how many deliveries go at a time, and whether the provider is left alone for a while.
#pragma once
#include <atomic>
#include <caf/all.hpp>
#include <memory>
#include <optional>
#include <vector>

#include "actors/base/clock.h"
#include "actors/outbox/delivery_rules.h"
#include "actors/outbox/outbox_state.h"
#include "actors/outbox/provider.h"

namespace outbox {
using want_atom = caf::atom_constant<caf::atom("obx_want")>;
using stop_atom = caf::atom_constant<caf::atom("obx_stop")>;
using deliver_atom = caf::atom_constant<caf::atom("obx_send1")>;
}  // namespace outbox

// In the process alone: a job's message is shared, not copied.
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(outbox::Job)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(outbox::Attempt)

namespace outbox {
/// Delivers one message at a time, on a thread of its own.
using Worker = caf::typed_actor<caf::replies_to<deliver_atom, Job>::with<Attempt>>;
Worker::behavior_type worker(Worker::pointer self, const std::shared_ptr<Provider>& provider);

/// want: a partition (its outbox actor) has something due; saying it twice is saying it once.
/// stop: hands out nothing more; answers when every delivery that goes is recorded.
using Dispatcher = caf::typed_actor<caf::reacts_to<want_atom, caf::strong_actor_ptr>,
                                    caf::replies_to<stop_atom>::with<Result<Done>>>;

/// What health and metrics see of a provider.
struct ProviderState {
  std::atomic<bool> open{false};  ///< left alone for a while
  std::atomic<uint32_t> in_flight{0};
};

struct DispatcherConfig {
  Channel channel = Channel::sms;
  BreakerRules breaker;
  std::vector<Worker> workers;
  std::shared_ptr<ProviderState> state = std::make_shared<ProviderState>();
};

/// For spawn. Partitions take turns; each is asked for one message when a worker is free.
Dispatcher::behavior_type dispatcher(Dispatcher::pointer self, DispatcherConfig config,
                                     Clock clock);
}  // namespace outbox
