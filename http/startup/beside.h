// http/startup/beside.h: what may have to wait for a token, beside the main thread: steps of a
// start, and the closing of the keystore.
#pragma once
#include <chrono>
#include <csignal>
#include <functional>
#include <optional>

namespace startup {
/// Tells that a step of the work has ended and the next one begins. May be empty.
using Step = std::function<void()>;

/// Does `work` in a thread of its own and returns when that has ended; what it throws is thrown
/// here. SIGTERM or SIGINT, which are blocked (block_signals), end the process at once meanwhile,
/// as they end a server: exit_ok. So does a step that takes longer than `step_max`, with
/// exit_unavailable and the reason on standard error; nothing: steps take as long as they take.
/// Both without destructors, since a call of a PKCS#11 library that does not return cannot be ended
/// otherwise: of what was being written the store has all or nothing, as after a crash. Throws
/// Problem when there is no descriptor left.
void do_beside(std::optional<std::chrono::milliseconds> step_max,
               const std::function<void(const Step&)>& work);

/// Does `work`, which throws nothing, in a thread of its own: true as soon as that has ended, false
/// when it has not after `limit`. It then goes on, so it must own all that it uses, and the process
/// should end without destructors.
bool ends_within(std::chrono::milliseconds limit, std::function<void()> work);
}  // namespace startup
