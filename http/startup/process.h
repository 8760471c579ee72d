// http/startup/process.h: what the server asks of its process: output, log, signals, limits.
#pragma once
#include <csignal>
#include <string>

namespace startup {
/// One line on standard output, at once: scripts wait for it.
void say(const std::string& line);

/// Sends the log to standard output from `level` on (debug, info, warning, error). Call once.
void log_to_stdout(const std::string& level);

/// Signals are taken by sigtimedwait alone: no thread of ours is ever interrupted by one. Answers
/// the set to wait for. Call before any thread starts.
sigset_t block_signals();

/// A connection is a descriptor: the soft limit of 1,024 would be met long before
/// idkernel.http.connections-max.
void raise_descriptor_limit();
}  // namespace startup
