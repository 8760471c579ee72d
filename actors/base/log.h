// actors/base/log.h: where a line of the log goes. Never pass personal data, keys, tokens or codes.
#pragma once
#include <functional>
#include <string>
#include <string_view>

namespace logging {
enum class Level { debug, info, warning, error };
using Sink = std::function<void(Level, std::string_view)>;

/// Set once, before threads start. Without a sink (or with an empty one) warnings and errors go to
/// standard error.
void set_sink(Sink sink);

void debug(std::string_view line);
void info(std::string_view line);
void warning(std::string_view line);
void error(std::string_view line);

/// In a catch clause, the type of what was thrown: its text may quote the request.
std::string thrown_type();
}  // namespace logging
