// actors/audit/audit_ends.cc: "Z" -> version, sequence, hash, time; sealed.
#include "actors/audit/audit_ends.h"

#include "actors/base/byte_codec.h"

namespace audit {
namespace {
constexpr uint8_t tail_version = 1;

/// What `key` holds, opened; nothing when there is none.
store::Read<std::optional<std::string>> opened(store::Transaction& tx, seal::Sealer& sealer,
                                               std::string_view key, std::string_view aad) {
  const auto stored = tx.get(key);
  if (!stored.ok()) return stored.error();
  if (!stored.value()) return std::optional<std::string>{};
  auto text = sealer.open(tx, {aad}, *stored.value());
  if (!text.ok()) return text.error();
  return std::optional{std::move(text).value()};
}
}  // namespace

std::string encoded(const Tail& tail) {
  std::string out;
  bytes::put(out, tail_version);
  out += encoded(tail.head);
  bytes::put(out, static_cast<int64_t>(tail.logged.time_since_epoch().count()));
  return out;
}

std::optional<Tail> decode_tail(std::string_view value) {
  static const size_t head_bytes = encoded(Head{}).size();
  bytes::Reader reader{value};
  const auto version = reader.take<uint8_t>();
  const auto head = decode_head(reader.take_bytes(head_bytes));
  const auto logged = reader.take<int64_t>();
  if (version != tail_version || !reader.is_whole() || !head) return std::nullopt;
  return Tail{*head, UtcTime{UtcTime::duration{logged}}};
}

store::Read<Tail> read_tail(store::Transaction& tx, seal::Sealer& sealer) {
  const auto text = opened(tx, sealer, tail_key, tail_aad);
  if (!text.ok()) return text.error();
  if (!text.value()) return Tail{};
  const auto tail = decode_tail(*text.value());
  if (!tail) return store::Errc::corrupt;
  return *tail;
}

store::Read<Head> read_head(store::Transaction& tx, seal::Sealer& sealer) {
  const auto text = opened(tx, sealer, head_key, head_aad);
  if (!text.ok()) return text.error();
  if (!text.value()) return Head{};
  auto head = decode_head(*text.value());
  if (!head) return store::Errc::corrupt;
  return std::move(*head);
}

store::Read<bool> holds_link(store::Transaction& tx, const Head& link) {
  const std::string key = link_key(link.sequence);
  const auto stored = tx.get(key);
  if (!stored.ok()) return stored.error();
  const auto found = stored.value() ? decode_link(key, *stored.value()) : std::nullopt;
  return found && found->hash == link.hash;
}

store::Read<Ends> read_ends(store::Transaction& tx, seal::Sealer& sealer) {
  const auto tail = read_tail(tx, sealer);
  if (!tail.ok()) return tail.error();
  const auto head = read_head(tx, sealer);
  if (!head.ok()) return head.error();
  return Ends{tail.value(), head.value()};
}
}  // namespace audit
