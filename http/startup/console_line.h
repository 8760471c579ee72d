// http/startup/console_line.h: where a command's orders go: to the running server, else to the
// store of the stopped one.
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "actors/base/config.h"
#include "http/startup/settings.h"

namespace startup {
class ConsoleLine {
 public:
  virtual ~ConsoleLine() = default;
  /// Carries out one order of console::Desk and answers what it answers. Throws Problem when the
  /// server has gone.
  virtual std::string order(std::string_view json) = 0;
  /// The next message of an answer that has several (console::LongAnswer). Throws as order().
  virtual std::string next() = 0;
};

/// The running server; null when none listens.
std::unique_ptr<ConsoleLine> running_server(const Settings& settings);

/// Throws Problem when neither a server listens nor the store can be opened.
std::unique_ptr<ConsoleLine> open_console_line(const config::Config& config,
                                               const Settings& settings);
}  // namespace startup
