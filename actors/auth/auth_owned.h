// actors/auth/auth_owned.h: what an auth partition's handlers work on. Used by auth_actor.cc and
// the handlers alone.
#pragma once
#include <memory>
#include <type_traits>
#include <utility>

#include "actors/auth/auth_actor.h"
#include "actors/auth/auth_trail.h"

namespace auth::handlers {
using audit::Operation;
using Tx = store::Transaction;

inline partition::Hooks hooks_of(const PartitionConfig& config) {
  partition::Hooks hooks;
  if (config.queue) hooks.committed = [queue = config.queue] { queue->committed(); };
  return hooks;
}

/// What the handlers of one partition share, and keep alive.
struct Owned {
  Owned(Actor::pointer actor, PartitionConfig with, const partition::Host& host, Clock now)
      : self(actor),
        config(std::move(with)),
        clock(std::move(now)),
        accounts(config.accounts, *config.sealer),
        sessions(config.lifetimes),
        trail(host.trail),
        write(host.writer(actor, hooks_of(config))),
        read(write.reader()),
        read_and_record(write.recording_reader()) {}

  const Actor::pointer self;
  const PartitionConfig config;
  const Clock clock;
  Accounts accounts;
  Sessions sessions;
  const AuthTrail trail;
  const partition::Writer<std::remove_pointer_t<Actor::pointer>> write;
  const partition::Reader read;
  const partition::RecordingReader read_and_record;
};
using Own = std::shared_ptr<Owned>;
}  // namespace auth::handlers
