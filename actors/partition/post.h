// actors/partition/post.h: where the host's own mail for one partition is sent.
#pragma once
#include <caf/all.hpp>
#include <mutex>

namespace partition {
/// Has the partition's chain of audit records forget its links up to a sequence, which lie in the
/// archive (audit::Chain::trim). Any partition actor answers a Result<Done> when that is durable,
/// also while the disk is low: it makes room.
using trim_atom = caf::atom_constant<caf::atom("aud_trim")>;

/// Filled in by the partition's actor when it begins. Does not keep it alive. Any thread.
class Post {
 public:
  void set(const caf::actor& actor) {
    const std::lock_guard lock{mutex_};
    actor_ = caf::actor_cast<caf::weak_actor_ptr>(actor);
  }
  /// Null before the actor begins and after its end.
  caf::actor actor() const {
    const std::lock_guard lock{mutex_};
    return caf::actor_cast<caf::actor>(actor_);
  }

 private:
  mutable std::mutex mutex_;
  caf::weak_actor_ptr actor_;
};
}  // namespace partition
