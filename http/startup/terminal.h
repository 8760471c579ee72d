// http/startup/terminal.h: what a command is told by standard input.
#pragma once
#include <string>

#include "crypto/secure_bytes.h"

namespace startup {
/// A password or secret: typed twice without being shown when standard input is a terminal, else
/// its first line. Throws Problem when it is empty, longer than 1,024 bytes, or typed differently.
crypto::SecureBytes ask_secret(const std::string& what);

/// The next line of standard input. Throws Problem when there is none or it is too long.
std::string read_line();
}  // namespace startup
