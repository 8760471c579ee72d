// actors/base/clock.h: time as an argument, and its two wire forms.
#pragma once
#include <chrono>
#include <functional>
#include <string>
#include <string_view>

/// Civil time in UTC, to the microsecond.
using UtcTime = std::chrono::sys_time<std::chrono::microseconds>;

/// Where time comes from. Handed in everywhere, so that a test decides what time it is.
using Clock = std::function<UtcTime()>;

/// The machine's clock.
UtcTime system_now();

/// yyyyMMddHHmmss, as in a RID (ids sheet 3.2).
std::string compact_utc(UtcTime time);

/// yyyy-MM-dd'T'HH:mm:ss.SSS'Z', the form of every time on the wire (ids sheet 1.1).
std::string iso_utc(UtcTime time);

/// Reads yyyy-MM-dd'T'HH:mm:ss.SSS'Z' exactly; false when the text has another form or names no
/// real time.
bool parse_iso_utc(std::string_view text, UtcTime& time);

/// Whole seconds since 1970, as in a token.
inline int64_t epoch_seconds(UtcTime time) {
  return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}
