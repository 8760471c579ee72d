// actors/audit/audit_verify.cc: files first, then one scan over the links of the store.
#include "actors/audit/audit_verify.h"

#include "actors/audit/audit_ends.h"
#include "actors/audit/segment_reader.h"
#include "store/committed.h"

namespace audit {
namespace {
constexpr const char* in_store = "store";
constexpr const char* in_manifest = "manifest.jsonl";
constexpr const char* more_than_stored = "the archive has records of which the store knows nothing";

/// One verification of one chain.
class Verification {
 public:
  Verification(store::Owner owner, const Moment& moment, seal::Sealer& sealer,
               std::optional<Head> earlier, const std::function<void()>& beat)
      : owner_(owner),
        moment_(moment),
        keys_(*moment.view, owner),
        sealer_(sealer),
        walk_(owner, Head{}),
        earlier_(std::move(earlier)),
        beat_(beat) {}

  Verdict run() && {
    const auto tail = read_tail(keys_, sealer_);
    if (!tail.ok()) {
      stop(in_store, "the beginning of the stored part cannot be read");
    } else if (walk_archive(tail.value().head)) {
      archived_ = walk_.last().sequence;
      walk_store();
    }
    if (!broken_ && earlier_ && earlier_->sequence > walk_.last().sequence)
      stop(in_store, "the chain is shorter than it was");
    return {walk_.last().sequence, archived_, walk_.last(), std::move(broken_)};
  }

 private:
  /// The first break stands.
  bool stop(std::string place, std::string what) {
    if (!broken_) broken_ = Break{walk_.last().sequence + 1, std::move(place), std::move(what)};
    return false;
  }

  /// False when the archive does not reach up to `tail` as it must.
  bool walk_archive(const Head& tail) {
    const auto& manifest = moment_.manifest;
    if (!manifest.ok()) return stop(in_manifest, manifest.error().text);
    const auto& segments = manifest.value().segments;
    size_t walked = 0;
    for (; walked < segments.size() && segments[walked].last <= tail.sequence; ++walked)
      if (!walk_file(segments[walked])) return false;
    if (walk_.last() != tail)
      return stop(in_manifest, walk_.last().sequence < tail.sequence
                                   ? "a line is missing or was changed"
                                   : "the archive does not end as the store says");
    if (segments.size() > walked + 1) return stop(in_manifest, more_than_stored);
    if (segments.size() > walked) untrimmed_ = segments[walked];
    const bool has_odd_line = manifest.value().rest.find('\n') != std::string::npos;
    return !has_odd_line || stop(in_manifest, "a line that is none");
  }

  bool walk_file(const Segment& segment) {
    SegmentReader reader{moment_.folder, segment, sealer_, keys_};
    for (;;) {
      const auto entry = reader.next();
      if (!entry.ok()) return stop(segment.file, reader.fault());
      if (!entry.value()) return true;
      if (!go_on(*entry.value(), segment.file)) return false;
    }
  }

  /// Takes the next link, which lies in `place`.
  bool go_on(const Entry& entry, const std::string& place) {
    if (beat_) beat_();
    if (auto wrong = walk_.step(entry); !wrong.empty()) return stop(place, std::move(wrong));
    const bool was_other =
        earlier_ && earlier_->sequence == entry.sequence && *earlier_ != walk_.last();
    return !was_other ||
           stop(place, "up to the record before this one the chain is not what it was");
  }

  void walk_store() {
    const auto scanned = moment_.view->scan(
        owner_, link_prefix, {},
        [&](std::string_view key, std::string_view value) { return step(key, value); });
    if (!scanned.ok()) stop(in_store, "the store could not be read");
    if (broken_) return;
    if (untrimmed_ && untrimmed_->last > walk_.last().sequence) {
      stop(in_manifest, more_than_stored);
      return;
    }
    const auto head = read_head(keys_, sealer_);
    if (!head.ok()) {
      stop(in_store, "the head cannot be read");
    } else if (head.value() != walk_.last()) {
      stop(in_store, "the head names another end");
    }
  }

  bool step(std::string_view key, std::string_view value) {
    const auto link = decode_link(key, value);
    if (!link) return stop(in_store, "a record that cannot be read");
    const std::string aad = link_aad(link->sequence);
    auto text = sealer_.open(keys_, {aad}, link->sealed);
    if (link->sequence == walk_.last().sequence + 1 && !text.ok())
      return stop(in_store, "a record that does not open");
    if (!go_on({link->sequence, link->logged, link->hash,
                text.ok() ? std::move(text).value() : std::string{}},
               in_store))
      return false;
    const bool is_archived_otherwise =
        untrimmed_ && untrimmed_->last == link->sequence && untrimmed_->after() != walk_.last();
    return !is_archived_otherwise ||
           stop(in_manifest, "the store holds other records than a line names");
  }

  store::Owner owner_;
  const Moment& moment_;
  store::Committed keys_;
  seal::Sealer& sealer_;
  Walk walk_;
  std::optional<Head> earlier_;
  const std::function<void()>& beat_;
  std::optional<Segment> untrimmed_;  ///< a file whose links a crash left in the store
  uint64_t archived_ = 0;
  std::optional<Break> broken_;
};
}  // namespace

std::string Walk::step(const Entry& entry) {
  if (entry.sequence != last_.sequence + 1) return "a record is missing or out of its place";
  if (hash_after(last_, owner_, entry.logged, entry.text) != entry.hash)
    return "a record whose hash is not that of its content and of the one before";
  last_ = {entry.sequence, entry.hash};
  return {};
}

std::optional<Break> fault_of(const std::string& folder, store::Owner owner, const Segment& segment,
                              seal::Sealer& sealer, store::Transaction& keys) {
  SegmentReader reader{folder, segment, sealer, keys};
  Walk walk{owner, segment.before()};
  for (;;) {
    const auto entry = reader.next();
    const uint64_t at = walk.last().sequence + 1;
    if (!entry.ok()) return Break{at, segment.file, reader.fault()};
    if (!entry.value()) return std::nullopt;
    if (auto wrong = walk.step(*entry.value()); !wrong.empty())
      return Break{at, segment.file, std::move(wrong)};
  }
}

Verdict verify(store::Owner owner, const Moment& moment, seal::Sealer& sealer,
               std::optional<Head> earlier, const std::function<void()>& beat) {
  return Verification{owner, moment, sealer, std::move(earlier), beat}.run();
}

Verdict verify(store::Owner owner, const store::View& view, seal::Sealer& sealer,
               const std::string& archive_dir, std::optional<Head> earlier) {
  return verify(owner, at_rest(owner, view, archive_dir), sealer, std::move(earlier));
}
}  // namespace audit
