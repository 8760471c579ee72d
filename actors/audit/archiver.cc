// actors/audit/archiver.cc: file, manifest, trim; each durable before the next.
#include "actors/audit/archiver.h"

#include <algorithm>
#include <filesystem>

#include "actors/audit/audit_verify.h"
#include "actors/audit/segment_writer.h"
#include "actors/audit/stored_links.h"

namespace audit {
UtcTime due_before(const ArchiveRules& rules, UtcTime now) {
  if (rules.retention.count() == 0) return now;
  return std::chrono::floor<std::chrono::days>(now) - rules.retention;
}

/// One pass over one chain.
class Archiver::OneChain {
 public:
  OneChain(Archiver& archiver, store::Owner owner)
      : archiver_(archiver),
        owner_(owner),
        folder_(folder_of(archiver.rules_.dir, owner)),
        sealer_(archiver.store_key_, archiver.random_, owner),
        keys_(archiver.view_, owner) {}

  std::string run(UtcTime before, const std::atomic<bool>& stop) {
    auto& known = archiver_.taken_up_;
    const bool is_known = std::ranges::find(known, owner_) != known.end();
    if (is_known && !has_due(before)) return {};
    if (auto fault = take_up(); !fault.empty()) return fault;
    if (!is_known) known.push_back(owner_);
    while (!stop) {
      bool is_done = true;
      if (auto fault = move_one(before, stop, is_done); !fault.empty()) return fault;
      if (is_done) break;
    }
    return {};
  }

 private:
  bool has_due(UtcTime before) {
    StoredLinks links{owner_, archiver_.view_, sealer_};
    if (!links.open().ok()) return true;
    links.end_at(before);
    const auto first = links.next();
    return !first.ok() || first.value();
  }

  /// Brings store and manifest together again after a crash.
  std::string take_up() {
    const auto tail = read_tail(keys_, sealer_);
    if (!tail.ok()) return "the beginning of the stored part cannot be read";
    tail_ = tail.value().head;
    auto manifest = read_manifest(folder_, owner_);
    if (!manifest.ok()) return manifest.error().text;
    manifest_ = std::move(manifest).value();
    remove_unfinished();
    if (manifest_.end() == tail_) return {};
    const bool has_one_more =
        !manifest_.segments.empty() && manifest_.segments.back().before() == tail_;
    // Who wrote on here would hide what is lost.
    if (!has_one_more) return "the manifest does not end where the stored part begins";
    return finish(manifest_.segments.back());
  }

  void remove_unfinished() const {
    std::error_code ignored;
    for (std::filesystem::directory_iterator at{folder_, ignored}, end; !ignored && at != end;
         at.increment(ignored)) {
      std::error_code gone;
      if (at->path().native().ends_with(unfinished)) std::filesystem::remove(at->path(), gone);
    }
  }

  /// Reads a file again before its links leave the store.
  std::string finish(const Segment& segment) {
    if (auto broken = fault_of(folder_, owner_, segment, sealer_, keys_)) {
      if (auto fault = drop_last_segment(folder_, owner_, manifest_); !fault.empty()) return fault;
      return broken->place + ": " + broken->what + "; it is written again";
    }
    if (!archiver_.trim_(owner_, segment.last)) return "the store did not take the links out";
    tail_ = segment.after();
    archiver_.figures_.records += segment.last + 1 - segment.first;
    ++archiver_.figures_.files;
    return {};
  }

  /// One file. `is_done`: nothing more is due.
  std::string move_one(UtcTime before, const std::atomic<bool>& stop, bool& is_done) {
    StoredLinks links{owner_, archiver_.view_, sealer_};
    if (!links.open().ok()) return "an end of the chain cannot be read";
    links.end_at(before);
    SegmentWriter writer{folder_, tail_, sealer_, keys_};
    if (auto fault = fill(links, writer, stop); !fault.empty()) return fault;
    if (writer.records() == 0 || stop) return {};
    const auto segment = writer.finish();
    if (!segment.ok()) return segment.error().text;
    if (auto fault = append_segment(folder_, owner_, segment.value(), manifest_); !fault.empty())
      return fault;
    is_done = false;
    return finish(segment.value());
  }

  std::string fill(StoredLinks& links, SegmentWriter& writer, const std::atomic<bool>& stop) {
    const ArchiveRules& rules = archiver_.rules_;
    Walk walk{owner_, tail_};
    while (!stop && writer.records() < rules.records_max &&
           writer.lines_bytes() < rules.bytes_max) {
      const auto entry = links.next();
      if (!entry.ok()) return "a record cannot be read";
      if (!entry.value()) break;
      if (auto wrong = walk.step(*entry.value()); !wrong.empty()) return wrong;
      if (writer.records() == 0)
        if (auto fault = make_folder(folder_); !fault.empty()) return fault;
      if (auto fault = writer.add(*entry.value()); !fault.empty()) return fault;
    }
    return {};
  }

  Archiver& archiver_;
  store::Owner owner_;
  std::string folder_;
  seal::Sealer sealer_;
  store::Committed keys_;
  Manifest manifest_;
  Head tail_;
};

std::string Archiver::move(store::Owner owner, UtcTime now, const std::atomic<bool>& stop) {
  return OneChain{*this, owner}.run(due_before(rules_, now), stop);
}
}  // namespace audit
