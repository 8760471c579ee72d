// actors/outbox/outbox_actor.h: what the outbox of a partition is asked, and how one is made.
#pragma once
#include <caf/all.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "actors/outbox/dispatcher.h"
#include "actors/outbox/outbox_state.h"
#include "actors/outbox/queue.h"
#include "actors/partition/partition.h"
#include "store/free_space.h"

namespace outbox {
/// Shared, since it can be large and nobody changes it.
using MessagePtr = std::shared_ptr<const Message>;
using Listing = std::vector<Listed>;

using send_atom = caf::atom_constant<caf::atom("obx_send")>;
using poke_atom = caf::atom_constant<caf::atom("obx_poke")>;
using tick_atom = caf::atom_constant<caf::atom("obx_tick")>;
using take_atom = caf::atom_constant<caf::atom("obx_take")>;
using settle_atom = caf::atom_constant<caf::atom("obx_settle")>;
using list_atom = caf::atom_constant<caf::atom("obx_list")>;
using retry_atom = caf::atom_constant<caf::atom("obx_retry")>;
using drop_atom = caf::atom_constant<caf::atom("obx_drop")>;
}  // namespace outbox

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(outbox::MessagePtr)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(Result<std::optional<outbox::Job>>)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(Result<outbox::Listing>)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(outbox::Query)

namespace outbox {
/// send: queues for callers without a partition of their own; the id leaves when it is durable.
/// poke: something may be due. tick: looks after everything and sends itself the next. take and
/// settle: the dispatcher's. list, retry, drop: see Outbox.
using Actor = caf::typed_actor<
    caf::replies_to<send_atom, MessagePtr, audit::Origin>::with<Result<std::string>>,
    caf::reacts_to<poke_atom>, caf::reacts_to<tick_atom>,
    caf::replies_to<take_atom, Channel>::with<Result<std::optional<Job>>>,
    caf::replies_to<settle_atom, Id, Attempt>::with<Result<Done>>,
    caf::replies_to<list_atom, Query>::with<Result<Listing>>,
    caf::replies_to<retry_atom, Id>::with<Result<Done>>,
    caf::replies_to<drop_atom, Id>::with<Result<Done>>>;

struct Config {
  Parts parts;
  Dispatcher sms, email;
  std::chrono::milliseconds tick_every{1'000};
  size_t forget_rows_max = 200;  ///< per tick
  /// Refuses new messages while it is low; null: never. What is queued goes on leaving.
  const store::FreeSpace* space = nullptr;
};

/// For spawn; send it a tick_atom to begin. Replies leave after the journal has made their writes
/// durable.
Actor::behavior_type partition(Actor::pointer self, Config config, partition::Host host,
                               Clock clock);
}  // namespace outbox
