// actors/audit/archive_frame.h: a piece of an archive file: lines, compressed and sealed.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "actors/base/clock.h"
#include "actors/seal/sealer.h"

namespace audit {
/// Lines of about so many bytes make one frame.
inline constexpr size_t frame_lines_bytes = size_t{256} << 10;
/// A frame that claims to hold more is damaged.
inline constexpr size_t frame_lines_bytes_max = size_t{16} << 20;

/// Which frame of which file of a chain: it opens nowhere else.
struct FramePlace {
  uint64_t first_sequence = 0;  ///< of the file
  uint64_t number = 0;
};

/// Seals under the owner's data key of the day of `logged`, which is there: a record of that time
/// was sealed with it. Errors: those of Sealer::seal.
store::Read<std::string> sealed_frame(std::string_view lines, FramePlace place, UtcTime logged,
                                      seal::Sealer& sealer, store::Transaction& keys);
/// Errors: those of Sealer::open; corrupt.
store::Read<std::string> opened_frame(std::string_view sealed, FramePlace place,
                                      seal::Sealer& sealer, store::Transaction& keys);
}  // namespace audit
