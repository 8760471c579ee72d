// actors/audit/whole_chain.cc: the files of a period, then the rest of it.
#include "actors/audit/whole_chain.h"

namespace audit {
WholeChain::WholeChain(store::Owner owner, Moment moment,
                       std::shared_ptr<const seal::WrappingKey> store_key)
    : moment_(std::move(moment)),
      random_(no_random()),
      sealer_(std::move(store_key), *random_, owner),
      keys_(*moment_.view, owner),
      stored_(owner, *moment_.view, sealer_) {}

WholeChain::~WholeChain() = default;

store::Read<Done> WholeChain::open(const Period& period) {
  period_ = period;
  const auto ends = stored_.open();
  if (!ends.ok()) return ends.error();
  const Head& tail = ends.value().tail.head;
  auto& manifest = moment_.manifest;
  if (!manifest.ok()) return store::Errc::io;
  Head archived;
  size_t untrimmed = 0;  // A crash leaves one file whose links are still in the store.
  for (Segment& segment : manifest.value().segments) {
    if (segment.last > tail.sequence) {
      const auto stored = holds_link(keys_, segment.after());
      if (!stored.ok()) return stored.error();
      if (!stored.value() || ++untrimmed > 1) return store::Errc::corrupt;
      continue;
    }
    archived = segment.after();
    if (segment.last_logged >= period.from && segment.first_logged < period.to)
      files_.push_back(std::move(segment));
  }
  if (archived != tail) return store::Errc::corrupt;
  stored_.end_at(period.to);
  return stored_.seek(period.from);
}

store::Read<std::optional<Entry>> WholeChain::next_archived() {
  while (!files_.empty()) {
    if (!file_)
      file_ = std::make_unique<SegmentReader>(moment_.folder, files_.front(), sealer_, keys_);
    auto entry = file_->next();
    if (!entry.ok()) return entry.error();
    if (entry.value() && entry.value()->logged < period_.from) continue;
    if (entry.value() && entry.value()->logged < period_.to) return entry;
    file_.reset();
    files_.pop_front();
  }
  return std::optional<Entry>{};
}

store::Read<std::optional<Entry>> WholeChain::next() {
  auto entry = next_archived();
  if (!entry.ok() || entry.value()) return entry;
  return stored_.next();
}
}  // namespace audit
