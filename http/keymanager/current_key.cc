// http/keymanager/current_key.cc: the published ring first, the key manager's actor if need be.
#include "http/keymanager/current_key.h"

#include <chrono>

#include "http/pool_job.h"

namespace http {
namespace {
bool is_usable(const keymanager::Current& current) {
  return current.count == 1 && current.key->kept != keymanager::Kept::secret;
}

/// False: there is no such key, and nothing was done.
bool use_current(const Context& context, const keymanager::KeyName& name, const UseKey& use) {
  const auto ring = context.actors.keys.board->ring();
  const auto current = ring->current(name, context.wire.clock());
  if (!is_usable(current)) return false;
  use(ring, current.key);
  return true;
}
}  // namespace

bool has_current_key(const Context& context, const keymanager::KeyName& name) {
  return is_usable(context.actors.keys.board->ring()->current(name, context.wire.clock()));
}

std::function<bool()> given_up(const Context& context, const Reply& reply) {
  return [reply, deadline = reply.started_at() + context.request_timeout] {
    return reply.is_client_gone() || std::chrono::steady_clock::now() > deadline;
  };
}

void with_current_key(const Context& context, const Reply& reply, const keymanager::KeyName& name,
                      const UseKey& use, std::string caller) {
  if (use_current(context, name, use)) return;
  const keymanager::Order order{
      keymanager::Verb::ensure, name, false, {}, nullptr, audit::of_server(), std::move(caller),
      given_up(context, reply)};
  const auto& keys = context.actors.keys;
  ask<keymanager::Outcome>(
      *context.gateway, keys.manager, reply,
      [reply, use, board = keys.board](const Result<keymanager::Outcome>& made) {
        if (!made.ok()) return reply.faults(made.faults());
        use(board->ring(), made.value().key);
      },
      keymanager::order_atom::value, order);
}

void when_checked(const RequestText& text, const Context& context, const Reply& reply,
                  std::function<void()> step) {
  auto work = [reply, check = text.check, step = std::move(step)] {
    if (const Faults faults = check(); !faults.empty()) return reply.faults(faults);
    step();
  };
  if (text.bytes <= checked_at_once_max) return work();
  submit_to_pool(context, text.caller, crypto_pool::Speed::fast, reply, std::move(work));
}

void with_current_key_for(const RequestText& text, const Context& context, const Reply& reply,
                          const keymanager::KeyName& name, const UseKey& use) {
  if (use_current(context, name, use)) return;
  when_checked(text, context, reply, [&context, reply, name, use, caller = text.caller] {
    with_current_key(context, reply, name, use, caller);
  });
}
}  // namespace http
