// actors/audit/audit_chain.cc: "A"|sequence -> version, time, hash, sealed text; "C" -> the head.
#include "actors/audit/audit_chain.h"

#include "actors/base/byte_codec.h"
#include "crypto/digest.h"

namespace audit {
namespace {
constexpr uint8_t link_version = 1;
constexpr uint8_t head_version = 1;
constexpr size_t hash_bytes = 32;
/// Milliseconds: the last one of the year 9999. A damaged record may claim anything.
constexpr int64_t logged_max = 253'402'300'799'999;

int64_t milliseconds(UtcTime time) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
}
UtcTime time_of(int64_t milliseconds) {
  return UtcTime{
      std::chrono::duration_cast<UtcTime::duration>(std::chrono::milliseconds{milliseconds})};
}
}  // namespace

std::string hash_after(const Head& before, store::Owner owner, UtcTime logged,
                       std::string_view text) {
  std::string input = "idkernel audit 1";
  input.reserve(input.size() + before.hash.size() + text.size() + 24);
  input += before.hash;
  bytes::put_ordered(input, owner.partition);
  bytes::put_ordered(input, static_cast<uint8_t>(owner.service));
  bytes::put_ordered(input, before.sequence + 1);
  bytes::put_ordered(input, static_cast<uint64_t>(milliseconds(logged)));
  input += text;
  return std::string{crypto::view_of(crypto::sha256(input))};
}

std::string link_key(uint64_t sequence) {
  std::string key{link_prefix};
  bytes::put_ordered(key, sequence);
  return key;
}

std::string link_aad(uint64_t sequence) { return "audit/" + std::to_string(sequence); }

std::string encoded(const Link& link) {
  std::string out;
  bytes::put(out, link_version);
  bytes::put(out, milliseconds(link.logged));
  out += link.hash;
  out += link.sealed;
  return out;
}

std::optional<Link> decode_link(std::string_view key, std::string_view value) {
  bytes::Reader place{key};
  if (place.take_bytes(link_prefix.size()) != link_prefix) return std::nullopt;
  Link link;
  link.sequence = place.take_ordered<uint64_t>();
  bytes::Reader reader{value};
  const auto version = reader.take<uint8_t>();
  const auto logged = reader.take<int64_t>();
  link.hash = reader.take_bytes(hash_bytes);
  if (!place.is_whole() || version != link_version || reader.is_short()) return std::nullopt;
  if (logged < 0 || logged > logged_max) return std::nullopt;
  link.logged = time_of(logged);
  link.sealed = value.substr(1 + sizeof(int64_t) + hash_bytes);
  return link;
}

std::string encoded(const Head& head) {
  std::string out;
  bytes::put(out, head_version);
  bytes::put(out, head.sequence);
  out += head.hash;
  return out;
}

std::optional<Head> decode_head(std::string_view value) {
  bytes::Reader reader{value};
  const auto version = reader.take<uint8_t>();
  Head head;
  head.sequence = reader.take<uint64_t>();
  head.hash = reader.take_bytes(hash_bytes);
  if (version != head_version || !reader.is_whole()) return std::nullopt;
  return head;
}

store::Read<Head> Chain::load(store::Transaction& tx) {
  const auto stored = tx.get(head_key);
  if (!stored.ok()) return stored.error();
  Head head;
  if (stored.value()) {
    const auto decoded = decode_head(*stored.value());
    if (!decoded) return store::Errc::corrupt;
    head = *decoded;
  }
  UtcTime logged{};
  if (head.sequence > 0) {
    const std::string key = link_key(head.sequence);
    const auto last = tx.get(key);
    if (!last.ok()) return last.error();
    const auto link = last.value() ? decode_link(key, *last.value()) : std::nullopt;
    if (!link || link->hash != head.hash) return store::Errc::corrupt;
    logged = link->logged;
  }
  head_ = head;
  last_logged_ = logged;
  grown_ = false;
  return head;
}

store::Read<uint64_t> Chain::append(std::string_view text, UtcTime now, store::Transaction& tx) {
  const UtcTime logged = std::max(time_of(milliseconds(now)), last_logged_);
  const uint64_t sequence = head_.sequence + 1;
  const std::string aad = link_aad(sequence);
  const auto sealed = sealer_->seal(tx, logged, {aad}, text);
  if (!sealed.ok()) return sealed.error();
  std::string hash = hash_after(head_, owner_, logged, text);
  tx.put(link_key(sequence), encoded(Link{sequence, logged, hash, sealed.value()}));
  head_ = {sequence, std::move(hash)};
  last_logged_ = logged;
  grown_ = true;
  return sequence;
}

void Chain::keep_head(store::Transaction& tx) {
  if (!grown_) return;
  tx.put(head_key, encoded(head_));
  grown_ = false;
}
}  // namespace audit
