// http/startup/device_command.h: `idkernel verify-device-response`, which needs no server and no
// store.
#pragma once
#include <string>

namespace startup {
struct DeviceResponse {
  std::string certificate_file;  ///< PEM of the key that signs: KERNEL, SIGN
  std::string response_file;     ///< the text of a registration's answer; "-": standard input
};

/// Prints what the answer says and the digital id in it, a line each, when it is so signed. Exit
/// code 1, and why, when it is not or a file cannot be read.
int verify_device_response(const DeviceResponse& order);
}  // namespace startup
