// actors/audit/segment_reader.cc: frame by frame.
#include "actors/audit/segment_reader.h"

#include <fcntl.h>

#include "actors/audit/segment_writer.h"
#include "actors/base/byte_codec.h"

namespace audit {
namespace {
constexpr size_t frame_bytes_max = frame_lines_bytes_max + (size_t{1} << 20);
}  // namespace

SegmentReader::SegmentReader(const std::string& folder, Segment segment, seal::Sealer& sealer,
                             store::Transaction& keys)
    : segment_(std::move(segment)),
      sealer_(sealer),
      keys_(keys),
      file_(folder + '/' + segment_.file, O_RDONLY),
      next_(segment_.first) {}

store::Errc SegmentReader::failed(std::string what) {
  fault_ = std::move(what);
  return store::Errc::corrupt;
}

store::Read<bool> SegmentReader::read_frame() {
  if (!file_.is_open()) return failed("the file is missing or cannot be read");
  const auto take = [this](size_t bytes) -> std::optional<std::string> {
    auto piece = file_.read(bytes);
    if (!piece) return std::nullopt;
    sum_.add(*piece);
    bytes_ += piece->size();
    return piece;
  };
  if (bytes_ == 0 && take(segment_mark.size()) != segment_mark)
    return failed("the file is no archive file");
  const auto length = take(sizeof(uint32_t));
  if (length && length->empty()) return false;
  if (!length || length->size() < sizeof(uint32_t)) return failed("the file ends within a frame");
  const auto frame_bytes = bytes::Reader{*length}.take<uint32_t>();
  if (frame_bytes > frame_bytes_max) return failed("a frame is too long");
  const auto sealed = take(frame_bytes);
  if (!sealed || sealed->size() < frame_bytes) return failed("the file ends within a frame");
  auto lines = opened_frame(*sealed, {segment_.first, frames_++}, sealer_, keys_);
  if (!lines.ok()) return failed("a frame does not open");
  lines_ = std::move(lines).value();
  at_ = 0;
  return true;
}

store::Read<std::optional<Entry>> SegmentReader::next() {
  if (ended_) return std::optional<Entry>{};
  if (at_ == lines_.size()) {
    const auto more = read_frame();
    if (!more.ok()) return more.error();
    if (!more.value()) return end();
  }
  const size_t end_of_line = lines_.find('\n', at_);
  if (end_of_line == std::string::npos) return failed("a line does not end");
  auto entry = entry_of(std::string_view{lines_}.substr(at_, end_of_line - at_));
  at_ = end_of_line + 1;
  if (!entry || entry->sequence != next_) return failed("a line is not that of the next record");
  if (next_ == segment_.first && entry->logged != segment_.first_logged)
    return failed("the manifest names another first time");
  ++next_;
  last_logged_ = entry->logged;
  last_hash_ = entry->hash;
  return entry;
}

store::Read<std::optional<Entry>> SegmentReader::end() {
  ended_ = true;
  const bool is_whole = next_ == segment_.last + 1 && last_hash_ == segment_.hash_after &&
                        last_logged_ == segment_.last_logged && bytes_ == segment_.bytes;
  if (!is_whole) return failed("the file does not end as the manifest says");
  if (crypto::view_of(sum_.finish()) != segment_.sha256)
    return failed("the file's SHA-256 is not that of the manifest");
  return std::optional<Entry>{};
}
}  // namespace audit
