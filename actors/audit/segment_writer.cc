// actors/audit/segment_writer.cc: mark, then frames: length (u32 little-endian), sealed bytes.
#include "actors/audit/segment_writer.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>

#include "actors/base/byte_codec.h"

namespace audit {
namespace {
/// Little by little: a long write-back would hold up the store's own syncs.
constexpr uint64_t synced_at_bytes = uint64_t{2} << 20;
}  // namespace

SegmentWriter::SegmentWriter(std::string folder, const Head& before, seal::Sealer& sealer,
                             store::Transaction& keys)
    : folder_(std::move(folder)), sealer_(sealer), keys_(keys) {
  segment_.first = before.sequence + 1;
  segment_.last = before.sequence;
  segment_.hash_before = before.hash;
  segment_.file = segment_file_name(segment_.first);
  path_ = folder_ + '/' + segment_.file + std::string{unfinished};
}

SegmentWriter::~SegmentWriter() {
  if (file_.is_open()) ::unlink(path_.c_str());
}

std::string SegmentWriter::write(std::string_view bytes) {
  if (!file_.write_all(bytes)) return io_fault("cannot write " + path_);
  sum_.add(bytes);
  segment_.bytes += bytes.size();
  unsynced_bytes_ += bytes.size();
  if (unsynced_bytes_ < synced_at_bytes) return {};
  unsynced_bytes_ = 0;
  return ::fdatasync(file_.fd()) == 0 ? "" : io_fault("cannot sync " + path_);
}

std::string SegmentWriter::add(const Entry& entry) {
  if (!file_.is_open()) {
    file_ = OpenFile{path_, O_WRONLY | O_CREAT | O_TRUNC};
    if (!file_.is_open()) return io_fault("cannot make " + path_);
    if (auto fault = write(segment_mark); !fault.empty()) return fault;
    segment_.first_logged = entry.logged;
  }
  const size_t had = lines_.size();
  lines_ += line_of(entry);
  lines_ += '\n';
  lines_bytes_ += lines_.size() - had;
  segment_.last = entry.sequence;
  segment_.last_logged = entry.logged;
  segment_.hash_after = entry.hash;
  return lines_.size() < frame_lines_bytes ? "" : write_frame();
}

std::string SegmentWriter::write_frame() {
  const FramePlace place{segment_.first, frames_++};
  const auto sealed = sealed_frame(lines_, place, segment_.last_logged, sealer_, keys_);
  if (!sealed.ok()) return "the data key of a day cannot be used";
  lines_.clear();
  std::string length;
  bytes::put(length, static_cast<uint32_t>(sealed.value().size()));
  if (auto fault = write(length); !fault.empty()) return fault;
  return write(sealed.value());
}

Expected<Segment, ArchiveFault> SegmentWriter::finish() {
  if (!lines_.empty())
    if (auto fault = write_frame(); !fault.empty()) return ArchiveFault{std::move(fault)};
  if (::fsync(file_.fd()) != 0) return ArchiveFault{io_fault("cannot sync " + path_)};
  segment_.sha256 = crypto::view_of(sum_.finish());
  const std::string name = folder_ + '/' + segment_.file;
  if (std::rename(path_.c_str(), name.c_str()) != 0)
    return ArchiveFault{io_fault("cannot rename " + path_)};
  file_ = OpenFile{};
  if (auto fault = sync_folder(folder_); !fault.empty()) return ArchiveFault{std::move(fault)};
  return segment_;
}
}  // namespace audit
