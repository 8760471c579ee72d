// http/startup/terminal.cc: reading byte by byte, so that nothing is buffered twice.
#include "http/startup/terminal.h"

#include <termios.h>
#include <unistd.h>

#include <iostream>

#include "crypto/compare.h"
#include "http/startup/arguments.h"
#include "http/startup/problem.h"

namespace startup {
namespace {
constexpr size_t secret_bytes_max = 1024;

/// Typed text is not shown for as long as it lives.
class Hidden {
 public:
  Hidden() {
    if (::tcgetattr(STDIN_FILENO, &before_) != 0) return;
    termios hidden = before_;
    hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    changed_ = ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden) == 0;
  }
  ~Hidden() {
    if (changed_) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }
  Hidden(const Hidden&) = delete;
  Hidden& operator=(const Hidden&) = delete;

 private:
  termios before_{};
  bool changed_ = false;
};

crypto::SecureBytes secret_line() {
  crypto::SecureBytes line(secret_bytes_max);
  size_t bytes = 0;
  char next = 0;
  while (::read(STDIN_FILENO, &next, 1) == 1 && next != '\n') {
    if (bytes == secret_bytes_max) throw Problem(exit_usage, "the line is too long");
    line.span()[bytes++] = static_cast<std::byte>(next);
  }
  if (bytes == 0) throw Problem(exit_usage, "standard input has no line, or an empty one");
  return crypto::SecureBytes::from(line.view().substr(0, bytes));
}

crypto::SecureBytes typed(const std::string& prompt) {
  std::cerr << prompt << ": " << std::flush;
  const Hidden hidden;
  auto line = secret_line();
  std::cerr << '\n';
  return line;
}
}  // namespace

crypto::SecureBytes ask_secret(const std::string& what) {
  if (::isatty(STDIN_FILENO) == 0) return secret_line();
  auto first = typed(what);
  const auto second = typed(what + " once more");
  if (!crypto::equal_constant_time(first.view(), second.view()))
    throw Problem(exit_usage, "they are not the same");
  return first;
}

std::string read_line() { return std::string{secret_line().view()}; }
}  // namespace startup
