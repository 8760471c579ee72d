// actors/device/history.h: keys of what rows were, newest first, so that one step of a scan finds
// what held at a moment.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "actors/base/byte_codec.h"
#include "actors/base/clock.h"
#include "store/transaction.h"

namespace device {
/// `kind` is a letter of the owner's key layout.
inline std::string history_front(char kind, std::string_view id) {
  std::string key{'H', kind};
  bytes::put_text(key, id);
  return key;
}

inline std::string history_key(char kind, std::string_view id, UtcTime since) {
  std::string key = history_front(kind, id);
  bytes::put_ordered(key, ~static_cast<uint64_t>(since.time_since_epoch().count()));
  return key;
}

struct HistoryRow {
  std::string key;
  std::string value;
};
/// What held at `time`: the newest row that is not later. Nothing when the row is younger.
inline store::Read<std::optional<HistoryRow>> history_at(store::Transaction& tx, char kind,
                                                         std::string_view id, UtcTime time) {
  std::optional<HistoryRow> found;
  if (time < UtcTime{}) return found;
  const auto visited = tx.scan(history_front(kind, id), history_key(kind, id, time),
                               [&](std::string_view key, std::string_view value) {
                                 found = {std::string{key}, std::string{value}};
                                 return false;
                               });
  if (!visited.ok()) return visited.error();
  return found;
}
}  // namespace device
