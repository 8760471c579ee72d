// tests/fuzz/framing_fuzz.cc: any bytes as a stream of requests. Whatever they are, framing neither
// crashes nor uses more than it was given, and says the same however the bytes are cut.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "http/transport/framing.h"

namespace {
using namespace http::transport;

constexpr FramingLimits limits{2'048, 512, 20, 4'096};

void require(bool holds) {
  if (!holds) std::abort();
}

/// What is left of the input after one chunked body, or nothing when it is incomplete or refused.
struct Body {
  ChunkDecoder::State state;
  int status;
  std::string text;
  size_t used;
};

Body decode(std::string_view input, size_t piece) {
  ChunkDecoder decoder;
  Body out{ChunkDecoder::State::incomplete, 0, "", 0};
  while (out.state == ChunkDecoder::State::incomplete && out.used < input.size()) {
    size_t used = 0;
    Refusal why;
    const auto part = input.substr(out.used, piece);
    out.state = decoder.decode(part, limits.body_bytes_max, out.text, used, why);
    require(used <= part.size());
    require(out.state != ChunkDecoder::State::incomplete || used == part.size());
    out.status = why.status;
    out.used += used;
  }
  require(out.text.size() <= limits.body_bytes_max);
  return out;
}

HeadScanner::State scan_bytewise(std::string_view input, size_t& bytes) {
  HeadScanner scanner;
  Refusal why;
  for (size_t n = 1; n <= input.size(); ++n) {
    const auto state = scanner.scan(input.substr(0, n), limits, why);
    bytes = scanner.bytes();
    if (state != HeadScanner::State::incomplete) return state;
  }
  return HeadScanner::State::incomplete;
}

void check_views(std::string_view text, const Head& head) {
  const auto inside = [&](std::string_view view) {
    return view.empty() || view.data() == std::string_view("*").data() || view == "/" ||
           view == "*" ||
           (view.data() >= text.data() && view.data() + view.size() <= text.data() + text.size());
  };
  require(inside(head.method) && inside(head.target) && inside(head.path) && inside(head.query));
  require(head.headers.size() <= limits.headers_max);
  for (const Header& header : head.headers) {
    require(inside(header.name) && inside(header.value));
    require(header.value.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos);
  }
  require(!head.chunked || head.content_length == 0);
  require(head.content_length <= limits.body_bytes_max);
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view input(reinterpret_cast<const char*>(data), size);
  while (!input.empty()) {
    HeadScanner scanner;
    Refusal why;
    const auto state = scanner.scan(input, limits, why);
    size_t bytes = 0;
    const auto bytewise = scan_bytewise(input, bytes);
    if (state != HeadScanner::State::complete) {
      require(bytewise == state);
      return 0;
    }
    require(bytewise == state && bytes == scanner.bytes() && bytes <= limits.head_bytes_max);
    Head head;
    if (parse_head(input.substr(0, bytes), limits, head)) return 0;
    check_views(input.substr(0, bytes), head);
    input.remove_prefix(bytes);
    if (head.chunked) {
      const Body whole = decode(input, input.size() + 1);
      const Body cut = decode(input, 1);
      require(whole.state == cut.state && whole.status == cut.status && whole.used == cut.used);
      require(whole.text == cut.text);
      if (whole.state != ChunkDecoder::State::complete) return 0;
      input.remove_prefix(whole.used);
    } else {
      if (input.size() < head.content_length) return 0;
      input.remove_prefix(head.content_length);
    }
  }
  return 0;
}
