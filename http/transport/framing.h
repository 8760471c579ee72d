// http/transport/framing.h: where a request begins and ends. Pure: bytes in, verdict out.
// RFC 9112, read strictly: whatever two servers could read differently is refused.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "http/transport/request.h"

namespace http::transport {

/// Why a request is refused: the status to answer and a fixed text. The connection is closed.
struct Refusal {
  int status = 0;
  std::string_view reason;
  explicit operator bool() const { return status != 0; }
};

struct FramingLimits {
  size_t head_bytes_max = 16'384;
  size_t target_bytes_max = 8'192;
  size_t headers_max = 100;
  size_t body_bytes_max = size_t{10} << 20;
};

/// A request's head. Views point into the parsed text.
struct Head {
  std::string_view method;
  std::string_view target;
  std::string_view path;
  std::string_view query;
  std::vector<Header> headers;
  int version_minor = 1;
  uint64_t content_length = 0;
  bool chunked = false;
  bool keep_alive = true;
  bool expects_continue = false;
};

/// Finds the end of a head that arrives in pieces, looking at each byte once.
class HeadScanner {
 public:
  enum class State { incomplete, complete, refused };
  /// `text` is what arrived so far: each call sees the earlier text with more behind it.
  /// Refuses a bare LF, 414 and 431 as soon as they are certain.
  State scan(std::string_view text, const FramingLimits& limits, Refusal& why);
  /// Bytes of a complete head: leading empty line, lines and final empty line.
  size_t bytes() const { return line_begin_; }
  void reset() { *this = HeadScanner{}; }

 private:
  size_t scanned_ = 0;
  size_t line_begin_ = 0;
  size_t lines_ = 0;
  bool skipped_empty_line_ = false;
};

/// Reads a complete head (HeadScanner::bytes() bytes). Returns no refusal when `head` is good.
/// Refusals: 400, 413, 414, 417, 431, 505.
Refusal parse_head(std::string_view text, const FramingLimits& limits, Head& head);

/// Undoes `Transfer-Encoding: chunked` for a body that arrives in pieces. Extensions and trailers
/// are dropped; both are bounded.
class ChunkDecoder {
 public:
  static constexpr size_t extension_bytes_max = 4'096;
  static constexpr size_t trailer_bytes_max = 8'192;
  enum class State { incomplete, complete, refused };
  /// Appends decoded bytes to `body` and sets `consumed` to how many of `text` were used: all of
  /// them unless complete or refused. Refusals: 400, and 413 beyond `body_bytes_max`.
  State decode(std::string_view text, size_t body_bytes_max, std::string& body, size_t& consumed,
               Refusal& why);
  void reset() { *this = ChunkDecoder{}; }

 private:
  enum class At {
    size,
    extension,
    size_lf,
    data,
    data_cr,
    data_lf,
    trailer_begin,
    trailer,
    trailer_lf,
    end_lf,
    done
  };
  Refusal step(char c, size_t body_bytes_max, size_t body_bytes);
  Refusal on_size(char c);
  Refusal on_extension(char c);
  Refusal on_size_end(char c, size_t body_bytes_max, size_t body_bytes);
  Refusal on_trailer(char c);
  At at_ = At::size;
  uint64_t left_ = 0;
  size_t digits_ = 0;
  size_t extension_bytes_ = 0;
  size_t trailer_bytes_ = 0;
};

}  // namespace http::transport
