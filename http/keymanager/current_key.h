// http/keymanager/current_key.h: a handler's way to the key that is current.
#pragma once
#include <functional>

#include "actors/keymanager/key_ring.h"
#include "http/context.h"
#include "http/reply.h"

namespace http {
/// The key, and a ring that knows it and those above it.
using UseKey = std::function<void(const keymanager::KeyRingPtr&, const keymanager::KeyVersionPtr&)>;

/// Whether the key is there already, so that with_current_key makes none.
bool has_current_key(const Context& context, const keymanager::KeyName& name);

/// Calls `use` with the current key of `name`, or answers with the faults of keymanager::plan. A
/// key that is there is found at once, on this thread; one that the key manager must make first
/// comes on another, when it is durable. `use` may not refer to the call. `caller`: in whose turn
/// it is made, see pool_caller; empty where a caller has no choice of keys.
void with_current_key(const Context& context, const Reply& reply, const keymanager::KeyName& name,
                      const UseKey& use, std::string caller = {});

/// For keymanager::Order: whether the client has gone, or has been told that it took too long.
std::function<bool()> given_up(const Context& context, const Reply& reply);

/// Text of a request that a reactor thread may check by itself.
inline constexpr size_t checked_at_once_max = size_t{64} << 10;
struct RequestText {
  std::string caller;  ///< see pool_caller
  size_t bytes = 0;
  std::function<Faults()> check;  ///< what it gets wrong whatever the key; none: nothing
};
/// Checks the text and goes on with `step` when nothing is wrong with it: here, or when it is too
/// long for that in the crypto pool.
void when_checked(const RequestText& text, const Context& context, const Reply& reply,
                  std::function<void()> step);
/// with_current_key; when the key is still to be made, the text is checked before (when_checked),
/// and there is no new key for one that is refused. Else `use` sees to that.
void with_current_key_for(const RequestText& text, const Context& context, const Reply& reply,
                          const keymanager::KeyName& name, const UseKey& use);
}  // namespace http
