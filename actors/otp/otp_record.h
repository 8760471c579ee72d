// actors/otp/otp_record.h: what is known of a key, as the store keeps it.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "actors/otp/otp_rules.h"

namespace otp {
/// Format byte; MAC (empty: no code) and time of the code; wrong guesses and the last one's time;
/// since when it is frozen (0: it is not); generations and the begin of their window; last update.
/// Times are microseconds since 1970.
std::string encoded(const Entry& entry);
/// Nothing when `record` is not what encoded() made.
std::optional<Entry> decoded(std::string_view record);
}  // namespace otp
