// http/startup/number_settings.h: the settings of the id services. Part of settings.cc.
#pragma once
#include "http/startup/settings.h"

namespace startup {
/// A setting's number, whose bounds were checked when it was read, in the type that a part takes.
template <class T>
T as(int64_t value) {
  return static_cast<T>(value);
}

/// Fills in UIN, PRID, VID, RID, token id and licence keys, and says what their values cannot do
/// together (DECISIONS 13).
void number_settings(const config::Config& config, Settings& out,
                     std::vector<std::string>& problems);

/// A sentence for each service whose min-unused-threshold is 0: allowed, for drills, and a national
/// outage when it is a slip.
std::vector<std::string> never_filled(const Settings& settings);
}  // namespace startup
