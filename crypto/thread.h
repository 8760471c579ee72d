// crypto/thread.h: what the cryptographic library keeps for each thread.
#pragma once

namespace crypto {
/// Frees the calling thread's random generators and error queue. For a thread that is about to end
/// while the process may be ending too: the library would otherwise do it at a moment when its own
/// end may have come first. Later calls make anew what they need.
void end_thread() noexcept;
}  // namespace crypto
