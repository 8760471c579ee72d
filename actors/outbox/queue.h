// actors/outbox/queue.h: how a slice queues a message in its own commit.
#pragma once
#include <functional>
#include <memory>
#include <string>

#include "actors/base/clock.h"
#include "actors/base/random.h"
#include "actors/base/result.h"
#include "actors/outbox/message.h"
#include "actors/outbox/waiting.h"
#include "actors/seal/sealer.h"
#include "store/transaction.h"

namespace outbox {
/// What a queue is made of. The service is the one whose transactions put() is given, and `sealer`
/// is that service's own of the same partition: the outbox opens what it sealed.
struct QueueParts {
  store::Service service = store::Service::outbox;
  std::shared_ptr<seal::Sealer> sealer;
  std::shared_ptr<Random> random;
  std::shared_ptr<Waiting> waiting;
  std::function<void()> poke;  ///< tells the partition's outbox to look; may be called too often
};

/// One per partition of a slice, used by the one thread of that slice's actor.
class Queue {
 public:
  explicit Queue(QueueParts parts) : parts_(std::move(parts)) {}

  /// The message's id (32 hexadecimal digits). Its rows lie below Service::outbox of the
  /// transaction's partition and become durable with the transaction, sealed.
  /// Errors: overloaded when idkernel.outbox.waiting-max wait already; internal when sealing fails.
  Result<std::string> put(const Message& message, UtcTime now, store::Transaction& tx);

  /// For partition::Hooks::committed: what was put may be durable now, so the outbox hears of it. A
  /// lost word is made good by the outbox's own look at its rows.
  void committed();

 private:
  QueueParts parts_;
  /// Commits after which the outbox is still told: the put may lie in any of the batches under way.
  size_t tell_ = 0;
};
}  // namespace outbox
