// http/startup/beside.h: steps of a start that may have to wait for a token, beside the main
// thread, which takes signals meanwhile.
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
}  // namespace startup
