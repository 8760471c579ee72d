// actors/rid/rid_state.cc: one record per machine, S centre/machine.
#include "actors/rid/rid_state.h"

#include "actors/base/byte_codec.h"

namespace rid {
namespace {
std::string encoded(const Position& position) {
  std::string record;
  bytes::put<uint8_t>(record, 1);
  bytes::put(record, position.sequence);
  bytes::put(record, position.second);
  bytes::put(record, position.issued_in_second);
  return record;
}

bool decode(std::string_view record, Position& position) {
  bytes::Reader reader{record};
  const bool known = reader.take<uint8_t>() == 1;
  position.sequence = reader.take<int64_t>();
  position.second = reader.take<int64_t>();
  position.issued_in_second = reader.take<int64_t>();
  return known && reader.is_whole();
}
}  // namespace

Result<std::string> Sequences::issue(const Machine& machine, UtcTime now, store::Transaction& tx) {
  if (const auto fault = fault_of(rules_, machine)) return *fault;
  const std::string key = "S" + key_of(machine);
  const auto stored = tx.get(key);
  if (!stored.ok()) return Errc::rid_fetch_failed;
  std::optional<Position> last;
  if (stored.value() && !decode(*stored.value(), last.emplace())) return Errc::rid_fetch_failed;

  const auto next = position_after(rules_, last, epoch_seconds(now));
  if (!next) return Errc::overloaded;
  tx.put(key, encoded(*next));
  return rid_text(rules_, machine, *next);
}
}  // namespace rid
