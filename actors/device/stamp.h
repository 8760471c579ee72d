// actors/device/stamp.h: who made a row and who changed it last.
#pragma once
#include <algorithm>
#include <optional>
#include <string>

#include "actors/base/clock.h"

namespace device {
/// A change of a row is later than the one before it by at least a microsecond, also when the clock
/// was set back: the rows of its history have keys of their own and an order.
struct Stamp {
  std::string created_by;
  UtcTime created{};
  std::string updated_by;
  std::optional<UtcTime> updated;  ///< nothing until the first change

  UtcTime last() const { return updated.value_or(created); }
  friend bool operator==(const Stamp&, const Stamp&) = default;
};

/// Who acts, and when.
struct Act {
  std::string by;
  UtcTime at{};
};

inline Stamp made(const Act& act) { return {act.by, act.at, {}, std::nullopt}; }
inline Stamp changed(const Stamp& before, const Act& act) {
  Stamp stamp = before;
  stamp.updated_by = act.by;
  stamp.updated = std::max(act.at, before.last() + UtcTime::duration{1});
  return stamp;
}
}  // namespace device
