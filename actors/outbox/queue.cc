// actors/outbox/queue.cc: three rows a message: its body, its head, its place in time.
#include "actors/outbox/queue.h"

#include "actors/outbox/outbox_record.h"

namespace outbox {
namespace {
/// Batches of a partition that may be open or on their way (partition::Limits).
constexpr size_t batches_max = 5;
}  // namespace

Result<std::string> Queue::put(const Message& message, UtcTime now, store::Transaction& tx) {
  if (!parts_.waiting->try_add(message.channel)) return Errc::overloaded;
  const Id id = draw_id(*parts_.random);
  auto sealed = parts_.sealer->seal(tx, now, {aad_of(id)}, encoded(message));
  if (!sealed.ok()) {
    parts_.waiting->remove(message.channel);
    return Errc::internal;
  }
  Head head;
  head.channel = message.channel;
  head.queued_at = now;
  head.due = now;
  constexpr auto outbox = store::Service::outbox;
  tx.put_beside(outbox, body_key(id), encoded(Body{parts_.service, std::move(sealed).value()}));
  tx.put_beside(outbox, head_key(id), encoded(head));
  tx.put_beside(outbox, due_key(head, id), {});
  tell_ = batches_max;
  return text_of(id);
}

void Queue::committed() {
  if (tell_ == 0) return;
  --tell_;
  parts_.poke();
}
}  // namespace outbox
