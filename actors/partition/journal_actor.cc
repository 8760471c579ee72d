// actors/partition/journal_actor.cc: group commit across partitions.
#include "actors/partition/journal_actor.h"

#include <utility>
#include <vector>

namespace partition {
namespace {
struct Receipt {
  caf::strong_actor_ptr partition;
  store::Epoch epoch;
};

/// What waits for the next synced write.
class Queue {
 public:
  Queue(store::Journal& journal, JournalLimits limits) : journal_(&journal), limits_(limits) {}

  void add(Commit& commit) {
    bytes_ += commit.batch.bytes();
    batches_.push_back(std::move(commit.batch));
    receipts_.push_back({std::move(commit.partition), commit.epoch});
  }
  bool full() const {
    return batches_.size() >= limits_.batches_max || bytes_ >= limits_.bytes_max;
  }

  void write() {
    if (batches_.empty()) return;
    journal_->write(batches_);
    for (const Receipt& receipt : receipts_) send_durable(receipt.partition, receipt.epoch);
    batches_.clear();
    receipts_.clear();
    bytes_ = 0;
  }

 private:
  store::Journal* journal_;
  JournalLimits limits_;
  std::vector<store::Batch> batches_;
  std::vector<Receipt> receipts_;
  size_t bytes_ = 0;
};

JournalActor::behavior_type journal_behavior(JournalActor::pointer self, store::Journal* journal,
                                             JournalLimits limits) {
  auto queue = std::make_shared<Queue>(*journal, limits);
  auto flush_sent = std::make_shared<bool>(false);
  return {
      [=](commit_atom, Commit& commit) {
        queue->add(commit);
        if (queue->full()) queue->write();
        // Mail is first in, first out: what partitions sent before this flush joins its write.
        if (!*flush_sent) self->send(self, flush_atom::value);
        *flush_sent = true;
      },
      [=](flush_atom) {
        *flush_sent = false;
        queue->write();
      },
  };
}
}  // namespace

JournalActor spawn_journal(caf::actor_system& system, store::Journal& journal, JournalLimits limits,
                           JournalThread thread) {
  if (thread == JournalThread::scheduler) return system.spawn(journal_behavior, &journal, limits);
  return system.spawn<caf::detached>(journal_behavior, &journal, limits);
}

void send_durable(const caf::strong_actor_ptr& partition, store::Epoch epoch) {
  // Untyped: a slice's own interface does not name the host's mail.
  caf::anon_send(caf::actor_cast<caf::actor>(partition), durable_atom::value, epoch);
}
}  // namespace partition
