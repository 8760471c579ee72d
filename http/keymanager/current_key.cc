// http/keymanager/current_key.cc: the published ring first, the key manager's actor if need be.
#include "http/keymanager/current_key.h"

namespace http {
void with_current_key(const Context& context, const Reply& reply, const keymanager::KeyName& name,
                      const UseKey& use, const CheckRequest& check) {
  const auto& keys = context.actors.keys;
  const auto ring = keys.board->ring();
  const auto current = ring->current(name, context.wire.clock());
  if (current.count == 1 && current.key->kept != keymanager::Kept::secret)
    return use(ring, current.key);
  if (const Faults faults = check ? check() : Faults{}; !faults.empty())
    return reply.faults(faults);
  const keymanager::Order order{keymanager::Verb::ensure, name, false, {}, nullptr,
                                audit::of_server()};
  ask<keymanager::Outcome>(
      *context.gateway, keys.manager, reply,
      [reply, use, board = keys.board](const Result<keymanager::Outcome>& made) {
        if (!made.ok()) return reply.faults(made.faults());
        use(board->ring(), made.value().key);
      },
      keymanager::order_atom::value, order);
}
}  // namespace http
