// actors/audit/segment_writer.h: a file of the archive, made.
#pragma once
#include "actors/audit/archive_frame.h"
#include "actors/audit/entry.h"
#include "actors/audit/segment.h"
#include "crypto/sha256_sum.h"

namespace audit {
/// Writes links that follow upon one another into a new file. The file has its name, durably, after
/// finish(); until then it ends in `.new`, and goes with this object.
class SegmentWriter {
 public:
  /// `sealer` and `keys` are of the chain's owner.
  SegmentWriter(std::string folder, const Head& before, seal::Sealer& sealer,
                store::Transaction& keys);
  ~SegmentWriter();
  SegmentWriter(const SegmentWriter&) = delete;
  SegmentWriter& operator=(const SegmentWriter&) = delete;

  /// Answers what went wrong; the file is then of no use.
  std::string add(const Entry& entry);
  uint64_t records() const { return segment_.last + 1 - segment_.first; }
  uint64_t lines_bytes() const { return lines_bytes_; }
  /// After at least one add().
  Expected<Segment, ArchiveFault> finish();

 private:
  std::string write_frame();
  std::string write(std::string_view bytes);

  std::string folder_;
  seal::Sealer& sealer_;
  store::Transaction& keys_;
  Segment segment_;
  std::string path_;  ///< of the file that is not finished
  OpenFile file_;
  crypto::Sha256Sum sum_;
  std::string lines_;
  uint64_t lines_bytes_ = 0;
  uint64_t frames_ = 0;
  uint64_t unsynced_bytes_ = 0;
};

/// What a file begins with.
inline constexpr std::string_view segment_mark = "idkernel audit archive 1\n";
/// A file that was not finished is named so.
inline constexpr std::string_view unfinished = ".new";
}  // namespace audit
