// http/keymanager/current_key.h: a handler's way to the key that is current.
#pragma once
#include <functional>

#include "actors/keymanager/key_ring.h"
#include "http/context.h"
#include "http/reply.h"

namespace http {
/// What a request gets wrong beside its key; none: nothing.
using CheckRequest = std::function<Faults()>;
/// The key, and a ring that knows it and those above it.
using UseKey = std::function<void(const keymanager::KeyRingPtr&, const keymanager::KeyVersionPtr&)>;

/// Calls `use` with the current key of `name`, or answers with the faults of keymanager::plan. A
/// key that is there is found at once, on this thread; one that the key manager must make first
/// comes on another, when it is durable. `use` may not refer to the call. Before a key is made
/// `check`, if there is one, is asked: its faults are answered, and there is no new key then.
void with_current_key(const Context& context, const Reply& reply, const keymanager::KeyName& name,
                      const UseKey& use, const CheckRequest& check = {});
}  // namespace http
