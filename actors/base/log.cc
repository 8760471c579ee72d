// actors/base/log.cc: the one sink of the process.
#include "actors/base/log.h"

#include <cstdio>
#include <exception>
#include <typeinfo>
#include <utility>

namespace logging {
namespace {
void to_stderr(Level level, std::string_view line) {
  if (level < Level::warning) return;
  std::fprintf(stderr, "%.*s\n", static_cast<int>(line.size()), line.data());
}
Sink& sink() {
  static Sink the_sink = to_stderr;
  return the_sink;
}
}  // namespace

void set_sink(Sink new_sink) { sink() = new_sink ? std::move(new_sink) : Sink{to_stderr}; }
void debug(std::string_view line) { sink()(Level::debug, line); }
void info(std::string_view line) { sink()(Level::info, line); }
void warning(std::string_view line) { sink()(Level::warning, line); }
void error(std::string_view line) { sink()(Level::error, line); }

std::string thrown_type() {
  try {
    throw;
  } catch (const std::exception& thrown) {
    return typeid(thrown).name();
  } catch (...) {
    return "an exception of unknown type";
  }
}
}  // namespace logging
