// actors/audit/audit_chain.cc: "J"|sequence -> version, time, hash, sealed text; "G" -> the head.
#include "actors/audit/audit_chain.h"

#include <stdexcept>

#include "actors/audit/audit_ends.h"
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

store::Read<Link> read_link(uint64_t sequence, store::Transaction& tx) {
  const std::string key = link_key(sequence);
  const auto stored = tx.get(key);
  if (!stored.ok()) return stored.error();
  auto link = stored.value() ? decode_link(key, *stored.value()) : std::nullopt;
  if (!link) return store::Errc::corrupt;
  return std::move(*link);
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
  const auto stored = read_head(tx, *sealer_);
  if (!stored.ok()) return stored.error();
  Head head = stored.value();
  const auto tail = read_tail(tx, *sealer_);
  if (!tail.ok()) return tail.error();
  const bool is_new = head.sequence == 0 && tail.value().head.sequence == 0;
  if (is_new) {  // Whoever began again would write over what is there.
    const auto links = tx.scan(link_prefix, {}, [](auto, auto) { return false; });
    if (!links.ok()) return links.error();
    if (links.value() > 0) return store::Errc::corrupt;
  }
  UtcTime logged = tail.value().logged;
  if (head != tail.value().head) {
    const auto link = last_link(head, tail.value().head, tx);
    if (!link.ok()) return link.error();
    logged = link.value().logged;
  }
  head_ = head;
  last_logged_ = logged;
  grown_ = false;
  return head;
}

// What goes on from a link that was changed would make the change look right.
store::Read<Link> Chain::last_link(const Head& head, const Head& tail, store::Transaction& tx) {
  auto last = read_link(head.sequence, tx);
  if (!last.ok()) return last;
  Head before = tail;
  if (head.sequence - 1 != tail.sequence) {
    auto link = read_link(head.sequence - 1, tx);
    if (!link.ok()) return link;
    before = {link.value().sequence, link.value().hash};
  }
  const std::string aad = link_aad(head.sequence);
  const auto text = sealer_->open(tx, {aad}, last.value().sealed);
  if (!text.ok()) return text.error();
  const std::string hash = hash_after(before, owner_, last.value().logged, text.value());
  if (hash != last.value().hash || hash != head.hash) return store::Errc::corrupt;
  return last;
}

store::Read<uint64_t> Chain::append(std::string_view text, UtcTime now, store::Transaction& tx) {
  const UtcTime logged = std::max(time_of(milliseconds(now)), last_logged_);
  const uint64_t sequence = head_.sequence + 1;
  const std::string aad = link_aad(sequence);
  const auto sealed = sealer_->seal(tx, now, {aad}, text);
  if (!sealed.ok()) return sealed.error();
  std::string hash = hash_after(head_, owner_, logged, text);
  tx.put(link_key(sequence), encoded(Link{sequence, logged, hash, sealed.value()}));
  head_ = {sequence, std::move(hash)};
  last_logged_ = logged;
  now_ = now;
  grown_ = true;
  return sequence;
}

void Chain::rewind(Mark mark) {
  head_ = std::move(mark.head);
  last_logged_ = mark.last_logged;
  grown_ = mark.grown;
}

store::Read<Done> Chain::trim(uint64_t last, store::Transaction& tx) {
  const auto tail = read_tail(tx, *sealer_);
  if (!tail.ok()) return tail.error();
  if (last <= tail.value().head.sequence) return Done{};
  const auto link = read_link(last, tx);
  if (!link.ok()) return link.error();
  const Tail now{{last, link.value().hash}, link.value().logged};
  const auto sealed = sealer_->seal(tx, now.logged, {tail_aad}, encoded(now));
  if (!sealed.ok()) return sealed.error();
  tx.put(tail_key, sealed.value());
  tx.erase_range(link_key(tail.value().head.sequence + 1), link_key(last + 1));
  return Done{};
}

void Chain::keep_head(store::Transaction& tx) {
  if (!grown_) return;
  const auto sealed = sealer_->seal(tx, now_, {head_aad}, encoded(head_));
  if (!sealed.ok()) throw std::runtime_error("the end of an audit chain cannot be sealed");
  tx.put(head_key, sealed.value());
  grown_ = false;
}
}  // namespace audit
