// crypto/deflate.cc: zlib without its header and checksum. Its only user.
#include "crypto/deflate.h"

#include <zlib.h>

#include <algorithm>

namespace crypto {
namespace {
constexpr int raw_window_bits = -MAX_WBITS;
constexpr int memory_level = 8;  // zlib's default
constexpr size_t first_block_bytes = 4096;

/// A zlib stream that is ended by `end`.
template <int (*end)(z_stream*)>
struct Stream : z_stream {
  Stream() : z_stream{} {}
  ~Stream() { end(this); }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  void read_from(std::string_view bytes) {
    // zlib reads only, but its type is older than const.
    next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data()));
    avail_in = static_cast<uInt>(bytes.size());
  }
  void write_to(std::string& out, size_t used) {
    next_out = reinterpret_cast<Bytef*>(out.data() + used);
    avail_out = static_cast<uInt>(out.size() - used);
  }
};
}  // namespace

std::optional<std::string> deflate_raw(std::string_view bytes) {
  if (bytes.size() > deflate_bytes_max) return std::nullopt;
  Stream<deflateEnd> stream;
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, raw_window_bits, memory_level,
                   Z_DEFAULT_STRATEGY) != Z_OK) {
    return std::nullopt;
  }
  std::string out(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
  stream.read_from(bytes);
  stream.write_to(out, 0);
  if (deflate(&stream, Z_FINISH) != Z_STREAM_END) return std::nullopt;
  out.resize(out.size() - stream.avail_out);
  return out;
}

std::optional<std::string> inflate_raw(std::string_view bytes, size_t bytes_max) {
  if (bytes.size() > deflate_bytes_max || bytes_max > deflate_bytes_max) return std::nullopt;
  Stream<inflateEnd> stream;
  if (inflateInit2(&stream, raw_window_bits) != Z_OK) return std::nullopt;
  stream.read_from(bytes);
  std::string out;
  size_t used = 0;
  while (true) {
    // One byte more than allowed, so that a stream of exactly bytes_max can end.
    out.resize(std::min(std::max(first_block_bytes, 2 * out.size()), bytes_max + 1));
    stream.write_to(out, used);
    const int state = inflate(&stream, Z_NO_FLUSH);
    used = out.size() - stream.avail_out;
    if (used > bytes_max) return std::nullopt;
    if (state == Z_STREAM_END) break;
    if (state != Z_OK || stream.avail_out != 0) return std::nullopt;  // wrong, or cut short
  }
  if (stream.avail_in != 0) return std::nullopt;
  out.resize(used);
  return out;
}
}  // namespace crypto
