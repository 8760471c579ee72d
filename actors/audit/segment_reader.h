// actors/audit/segment_reader.h: a file of the archive, read.
#pragma once
#include "actors/audit/archive_frame.h"
#include "actors/audit/entry.h"
#include "actors/audit/segment.h"
#include "crypto/sha256_sum.h"

namespace audit {
/// Holds one frame at a time. At the end of the file the manifest's words about it are checked: its
/// length, its SHA-256, its links. Whether hashes fit is not looked at (audit_verify.h does).
class SegmentReader final : public Source {
 public:
  /// `sealer` and `keys` are of the chain's owner.
  SegmentReader(const std::string& folder, Segment segment, seal::Sealer& sealer,
                store::Transaction& keys);

  store::Read<std::optional<Entry>> next() override;
  /// What is wrong, after an error.
  const std::string& fault() const { return fault_; }

 private:
  store::Errc failed(std::string what);
  /// Takes the next frame; false at the end of the file.
  store::Read<bool> read_frame();
  store::Read<std::optional<Entry>> end();

  Segment segment_;
  seal::Sealer& sealer_;
  store::Transaction& keys_;
  OpenFile file_;
  crypto::Sha256Sum sum_;
  uint64_t bytes_ = 0;
  uint64_t frames_ = 0;
  std::string lines_;
  size_t at_ = 0;  ///< how far `lines_` was read
  uint64_t next_;
  UtcTime last_logged_{};
  std::string last_hash_;
  std::string fault_;
  bool ended_ = false;
};
}  // namespace audit
