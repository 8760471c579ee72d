// actors/audit/archive_frame.cc: the only user of <zstd.h>.
#include "actors/audit/archive_frame.h"

#include <fmt/format.h>
#include <zstd.h>

#include <memory>
#include <new>

namespace audit {
namespace {
constexpr int level = 3;

template <class Context, size_t (*free_context)(Context*)>
struct FreeContext {
  void operator()(Context* context) const { free_context(context); }
};
using Compressor = std::unique_ptr<ZSTD_CCtx, FreeContext<ZSTD_CCtx, ZSTD_freeCCtx>>;
using Decompressor = std::unique_ptr<ZSTD_DCtx, FreeContext<ZSTD_DCtx, ZSTD_freeDCtx>>;

std::string aad_of(FramePlace place) {
  return fmt::format("audit/archive/{}/{}", place.first_sequence, place.number);
}

std::string compressed(std::string_view text) {
  thread_local const Compressor context{ZSTD_createCCtx()};
  if (!context) throw std::bad_alloc{};
  std::string out(ZSTD_compressBound(text.size()), '\0');
  const size_t size =
      ZSTD_compressCCtx(context.get(), out.data(), out.size(), text.data(), text.size(), level);
  if (ZSTD_isError(size) != 0) throw std::bad_alloc{};  // The only way to fail with this room.
  out.resize(size);
  return out;
}

std::optional<std::string> decompressed(std::string_view frame) {
  thread_local const Decompressor context{ZSTD_createDCtx()};
  if (!context) throw std::bad_alloc{};
  const unsigned long long claimed = ZSTD_getFrameContentSize(frame.data(), frame.size());
  if (claimed > frame_lines_bytes_max) return std::nullopt;  // Unknown and error are greater.
  std::string out(claimed, '\0');
  const size_t size =
      ZSTD_decompressDCtx(context.get(), out.data(), out.size(), frame.data(), frame.size());
  if (ZSTD_isError(size) != 0 || size != claimed) return std::nullopt;
  return out;
}
}  // namespace

store::Read<std::string> sealed_frame(std::string_view lines, FramePlace place, UtcTime logged,
                                      seal::Sealer& sealer, store::Transaction& keys) {
  const std::string aad = aad_of(place);
  return sealer.seal(keys, logged, {aad}, compressed(lines));
}

store::Read<std::string> opened_frame(std::string_view sealed, FramePlace place,
                                      seal::Sealer& sealer, store::Transaction& keys) {
  const std::string aad = aad_of(place);
  const auto frame = sealer.open(keys, {aad}, sealed);
  if (!frame.ok()) return frame.error();
  auto lines = decompressed(frame.value());
  if (!lines) return store::Errc::corrupt;
  return std::move(*lines);
}
}  // namespace audit
