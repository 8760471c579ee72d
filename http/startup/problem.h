// http/startup/problem.h: why a server does not start.
#pragma once
#include <stdexcept>
#include <string>

namespace startup {
/// Thrown while starting and caught in serve(): one text for the operator that says what to do.
class Problem : public std::runtime_error {
 public:
  Problem(int exit_code, const std::string& text)
      : std::runtime_error(text), exit_code_(exit_code) {}
  int exit_code() const { return exit_code_; }

 private:
  int exit_code_;
};
}  // namespace startup
