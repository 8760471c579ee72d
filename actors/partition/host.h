// actors/partition/host.h: what a partition actor is given to live on.
#pragma once
#include <functional>
#include <memory>

#include "actors/audit/trail.h"
#include "actors/base/result.h"
#include "actors/partition/figures.h"
#include "actors/partition/gate.h"
#include "actors/partition/journal_actor.h"
#include "actors/partition/post.h"
#include "actors/seal/sealer.h"
#include "store/free_space.h"
#include "store/owner.h"
#include "store/transaction.h"
#include "store/view.h"

namespace partition {
struct Limits {
  /// Batches of one partition that may be on their way to the disk; writes then gather in the open
  /// batch. With 1 nothing is ready when a sync ends; more than 4 brought nothing.
  size_t batches_in_flight_max = 4;
};

/// What a slice may add to the host's work.
struct Hooks {
  /// Called once per batch, just before it leaves: the place for a record that every batch carries
  /// (a cursor, counters). It must not throw; a throw stops the process, because replies already
  /// decided depend on that record.
  std::function<void(store::Transaction&)> before_commit;
  /// Reads the slice's memory from the store; it replaces what was there. Called in front of the
  /// first request and after a request that threw. A fault or a throw
  /// answers Errc::internal to the request, and the next one tries again.
  std::function<Result<Done>(store::Transaction&)> load;
  /// Called after each batch that became durable, and after its replies left: the place to tell
  /// another actor of what was put beside (Transaction::put_beside). It must not throw.
  std::function<void()> committed{};
};

template <class Self>
class Writer;

/// One per (service, partition); copies share gate, figures and post.
struct Host {
  store::Owner owner;
  const store::View* view = nullptr;
  JournalActor journal;
  const store::FreeSpace* space = nullptr;  ///< none: writes are never refused for want of room
  Limits limits;
  /// The owner's one: two would each make a key of the day. Null: the service keeps nothing sealed.
  std::shared_ptr<seal::Sealer> sealer;
  audit::Trail trail;  ///< off unless the process's start says otherwise
  std::shared_ptr<Gate> gate = std::make_shared<Gate>();
  std::shared_ptr<Figures> figures = std::make_shared<Figures>();
  std::shared_ptr<Post> post = std::make_shared<Post>();

  /// For the first line of an actor's function; see partition.h.
  template <class Self>
  Writer<Self> writer(Self* self, Hooks hooks = {}) const {
    return Writer<Self>{self, *this, std::move(hooks)};
  }
};
}  // namespace partition
