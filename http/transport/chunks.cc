// http/transport/chunks.cc: chunked bodies (RFC 9112 7.1), one byte at a time but for the data.
#include <algorithm>

#include "actors/base/hex.h"
#include "http/transport/characters.h"
#include "http/transport/framing.h"

namespace http::transport {
namespace {
constexpr Refusal bad_chunk{400, "bad chunk"};
constexpr Refusal too_large{413, "body too large"};
/// 15 hexadecimal digits: no sum of a size and a body's bytes overflows 64 bits.
constexpr size_t size_digits_max = 15;
}  // namespace

ChunkDecoder::State ChunkDecoder::decode(std::string_view text, size_t body_bytes_max,
                                         std::string& body, size_t& consumed, Refusal& why) {
  consumed = 0;
  while (at_ != At::done && consumed < text.size()) {
    if (at_ == At::data) {
      const size_t take = std::min<uint64_t>(left_, text.size() - consumed);
      body.append(text.substr(consumed, take));
      consumed += take;
      left_ -= take;
      if (left_ == 0) at_ = At::data_cr;
      continue;
    }
    why = step(text[consumed], body_bytes_max, body.size());
    if (why) return State::refused;
    ++consumed;
  }
  return at_ == At::done ? State::complete : State::incomplete;
}

Refusal ChunkDecoder::step(char c, size_t body_bytes_max, size_t body_bytes) {
  switch (at_) {
    case At::size:
      return on_size(c);
    case At::extension:
      return on_extension(c);
    case At::size_lf:
      return on_size_end(c, body_bytes_max, body_bytes);
    case At::data_cr:
      at_ = At::data_lf;
      return c == '\r' ? Refusal{} : bad_chunk;
    case At::data_lf:
      at_ = At::size;
      return c == '\n' ? Refusal{} : bad_chunk;
    case At::trailer_begin:
    case At::trailer:
      return on_trailer(c);
    case At::trailer_lf:
      at_ = At::trailer_begin;
      return c == '\n' ? Refusal{} : bad_chunk;
    case At::end_lf:
      at_ = At::done;
      return c == '\n' ? Refusal{} : bad_chunk;
    case At::data:
    case At::done:
      break;
  }
  return {};
}

Refusal ChunkDecoder::on_size(char c) {
  if (const int value = hex::value_of(c); value >= 0) {
    if (++digits_ > size_digits_max) return bad_chunk;
    left_ = left_ * 16 + static_cast<uint64_t>(value);
    return {};
  }
  if (digits_ == 0 || (c != '\r' && c != ';')) return bad_chunk;
  at_ = c == '\r' ? At::size_lf : At::extension;
  return {};
}

Refusal ChunkDecoder::on_extension(char c) {
  if (c == '\r') {
    at_ = At::size_lf;
    return {};
  }
  return is_value_char(c) && ++extension_bytes_ <= extension_bytes_max ? Refusal{} : bad_chunk;
}

Refusal ChunkDecoder::on_size_end(char c, size_t body_bytes_max, size_t body_bytes) {
  if (c != '\n') return bad_chunk;
  if (left_ > body_bytes_max || body_bytes > body_bytes_max - left_) return too_large;
  at_ = left_ == 0 ? At::trailer_begin : At::data;
  digits_ = 0;
  return {};
}

Refusal ChunkDecoder::on_trailer(char c) {
  if (c == '\r') {
    at_ = at_ == At::trailer_begin ? At::end_lf : At::trailer_lf;
    return {};
  }
  at_ = At::trailer;
  return is_value_char(c) && ++trailer_bytes_ <= trailer_bytes_max ? Refusal{} : bad_chunk;
}

}  // namespace http::transport
