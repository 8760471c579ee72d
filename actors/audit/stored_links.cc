// actors/audit/stored_links.cc: a search by halves, then scans of bounded length.
#include "actors/audit/stored_links.h"

namespace audit {
namespace {
constexpr size_t piece_max = 256;
}  // namespace

store::Read<Ends> StoredLinks::open() {
  auto ends = read_ends(keys_, sealer_);
  if (!ends.ok()) return ends;
  next_ = ends.value().tail.head.sequence + 1;
  last_ = ends.value().head.sequence;
  return ends;
}

/// A link that is gone has moved to the archive: it lies before everything that is looked for.
store::Read<bool> StoredLinks::is_before(uint64_t sequence, UtcTime from) const {
  const std::string key = link_key(sequence);
  const auto stored = view_.get(owner_, key);
  if (!stored.ok()) return stored.error();
  if (!stored.value()) return true;
  const auto link = decode_link(key, *stored.value());
  if (!link) return store::Errc::corrupt;
  return link->logged < from;
}

store::Read<Done> StoredLinks::seek(UtcTime from) {
  uint64_t low = next_, high = last_ + 1;
  while (low < high) {
    const uint64_t middle = low + (high - low) / 2;
    const auto is_early = is_before(middle, from);
    if (!is_early.ok()) return is_early.error();
    (is_early.value() ? low : high) = is_early.value() ? middle + 1 : middle;
  }
  next_ = std::max(next_, low);
  return Done{};
}

store::Read<Done> StoredLinks::fill() {
  bool is_readable = true;
  const size_t piece = piece_;
  const auto take = [&](std::string_view key, std::string_view value) {
    auto link = decode_link(key, value);
    is_readable = link.has_value();
    if (!is_readable || link->sequence > last_) return false;
    next_ = link->sequence + 1;
    if (link->logged >= to_) {
      last_ = 0;
      return false;
    }
    read_.push_back(std::move(*link));
    return read_.size() < piece && next_ <= last_;
  };
  const auto scanned = view_.scan(owner_, link_prefix, link_key(next_), take);
  if (!scanned.ok()) return scanned.error();
  if (!is_readable) return store::Errc::corrupt;
  if (read_.empty()) last_ = 0;
  piece_ = std::min(piece_ * 2, piece_max);
  return Done{};
}

store::Read<std::optional<Entry>> StoredLinks::next() {
  if (read_.empty() && next_ <= last_) {
    const auto filled = fill();
    if (!filled.ok()) return filled.error();
  }
  if (read_.empty()) return std::optional<Entry>{};
  Link link = std::move(read_.front());
  read_.pop_front();
  const std::string aad = link_aad(link.sequence);
  auto text = sealer_.open(keys_, {aad}, link.sealed);
  if (!text.ok()) return text.error();
  return std::optional{
      Entry{link.sequence, link.logged, std::move(link.hash), std::move(text).value()}};
}
}  // namespace audit
