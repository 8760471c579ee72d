// http/transport/connection.cc: the two buffers of a connection.
#include "http/transport/connection.h"

namespace http::transport {
namespace {
/// An idle connection keeps no more than this of a buffer, so that ten thousand of them stay small.
constexpr size_t kept_bytes_max = 16'384;

void empty(std::string& buffer, size_t& begin) {
  buffer.clear();
  begin = 0;
  if (buffer.capacity() > kept_bytes_max) std::string().swap(buffer);
}
}  // namespace

void Connection::append_input(std::string_view bytes) {
  if (in_begin > 0 && in_begin >= in.size() / 2) {
    in.erase(0, in_begin);
    in_begin = 0;
  }
  in.append(bytes);
}

void Connection::consume(size_t bytes) {
  in_begin += bytes;
  if (in_begin >= in.size()) empty(in, in_begin);
}

void Connection::sent(size_t bytes) {
  out_begin += bytes;
  if (out_begin >= out.size()) empty(out, out_begin);
}

void Connection::forget_body() {
  head_text.clear();
  chunks.reset();
  size_t none = 0;
  empty(chunked_body, none);
}

}  // namespace http::transport
