// http/transport/framing.cc: the end of a head, and its lines.
#include "http/transport/framing.h"

#include <algorithm>
#include <cstring>

#include "http/transport/characters.h"
#include "http/transport/target.h"

namespace http::transport {
namespace {

constexpr Refusal bad(std::string_view reason) { return {400, reason}; }

/// What is learnt about framing on the way through the headers.
struct Seen {
  size_t hosts = 0;
  size_t lengths = 0;
  size_t encodings = 0;
  bool close = false;
  bool keep_alive = false;
};

Refusal read_version(std::string_view text, Head& head) {
  if (text.size() != 8 || !text.starts_with("HTTP/") || text[6] != '.') return bad("bad version");
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (!digit(text[5]) || !digit(text[7])) return bad("bad version");
  if (text[5] != '1') return {505, "HTTP version not supported"};
  head.version_minor = text[7] == '0' ? 0 : 1;
  return {};
}

Refusal read_request_line(std::string_view line, const FramingLimits& limits, Head& head) {
  const size_t first = line.find(' ');
  const size_t last = line.rfind(' ');
  if (first == line.npos || first == last) return bad("bad request line");
  head.method = line.substr(0, first);
  head.target = line.substr(first + 1, last - first - 1);
  if (!is_token(head.method)) return bad("bad method");
  if (const Refusal why = read_version(line.substr(last + 1), head)) return why;
  if (head.target.size() > limits.target_bytes_max) return {414, "target too long"};
  return split_target(head);
}

Refusal read_content_length(std::string_view value, uint64_t& length) {
  // 19 digits always fit 64 bits. Sign, blank and list fail on their first foreign character.
  if (value.empty() || value.size() > 19) return bad("bad Content-Length");
  length = 0;
  for (const char c : value) {
    if (c < '0' || c > '9') return bad("bad Content-Length");
    length = length * 10 + static_cast<uint64_t>(c - '0');
  }
  return {};
}

void read_connection(std::string_view value, Seen& seen) {
  while (!value.empty()) {
    const size_t comma = std::min(value.find(','), value.size());
    const std::string_view option = trim_blanks(value.substr(0, comma));
    if (equal_ignoring_case(option, "close")) seen.close = true;
    if (equal_ignoring_case(option, "keep-alive")) seen.keep_alive = true;
    value.remove_prefix(std::min(comma + 1, value.size()));
  }
}

Refusal read_expect(std::string_view value, Head& head) {
  if (!equal_ignoring_case(value, "100-continue")) return {417, "expectation not supported"};
  head.expects_continue = head.version_minor > 0;
  return {};
}

/// Headers that decide framing; every other is the upper layer's.
Refusal note_header(const Header& header, Head& head, Seen& seen) {
  const auto is = [&](std::string_view name) { return equal_ignoring_case(header.name, name); };
  switch (header.name.size()) {
    case 4:
      if (!is("Host")) return {};
      ++seen.hosts;
      return std::ranges::all_of(header.value, is_host_char) ? Refusal{} : bad("bad Host");
    case 6:
      return is("Expect") ? read_expect(header.value, head) : Refusal{};
    case 10:
      if (is("Connection")) read_connection(header.value, seen);
      return {};
    case 14:
      if (!is("Content-Length")) return {};
      ++seen.lengths;
      return read_content_length(header.value, head.content_length);
    case 17:
      if (!is("Transfer-Encoding")) return {};
      ++seen.encodings;
      head.chunked = true;
      return equal_ignoring_case(header.value, "chunked") ? Refusal{}
                                                          : bad("bad Transfer-Encoding");
    default:
      return {};
  }
}

Refusal read_header(std::string_view line, Head& head, Seen& seen) {
  // A line that begins with a blank (obs-fold) has no token before its colon, and is refused so.
  const size_t colon = line.find(':');
  if (colon == line.npos || !is_token(line.substr(0, colon))) return bad("bad header name");
  const std::string_view value = line.substr(colon + 1);
  if (!is_value(value)) return bad("bad header value");
  head.headers.push_back({line.substr(0, colon), trim_blanks(value)});
  return note_header(head.headers.back(), head, seen);
}

Refusal judge(const Seen& seen, const FramingLimits& limits, Head& head) {
  if (seen.hosts > 1) return bad("several Host headers");
  if (seen.hosts == 0 && head.version_minor > 0) return bad("no Host header");
  if (seen.lengths > 1) return bad("several Content-Length headers");
  if (seen.encodings > 1) return bad("several Transfer-Encoding headers");
  if (seen.lengths > 0 && seen.encodings > 0) return bad("Content-Length and Transfer-Encoding");
  if (seen.encodings > 0 && head.version_minor == 0) return bad("Transfer-Encoding in HTTP/1.0");
  if (head.content_length > limits.body_bytes_max) return {413, "body too large"};
  head.keep_alive = !seen.close && (head.version_minor > 0 || seen.keep_alive);
  return {};
}

std::string_view take_line(std::string_view& text) {
  const size_t end = text.find("\r\n");
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(text.size(), end == text.npos ? text.size() : end + 2));
  return line;
}

}  // namespace

HeadScanner::State HeadScanner::scan(std::string_view text, const FramingLimits& limits,
                                     Refusal& why) {
  const auto refuse = [&](Refusal refusal) {
    why = refusal;
    return State::refused;
  };
  for (;;) {
    const void* found = text.size() > scanned_
                            ? std::memchr(text.data() + scanned_, '\n', text.size() - scanned_)
                            : nullptr;
    if (found == nullptr) break;
    const auto lf = static_cast<size_t>(static_cast<const char*>(found) - text.data());
    if (lf >= limits.head_bytes_max) break;
    if (lf == 0 || text[lf - 1] != '\r') return refuse(bad("bare LF"));
    const bool empty = lf - 1 == line_begin_;
    scanned_ = line_begin_ = lf + 1;
    if (!empty) {
      ++lines_;
    } else if (lines_ > 0) {
      return State::complete;
    } else if (skipped_empty_line_) {
      // RFC 9112 2.2 asks to pass over one empty line before the request line, not over many.
      return refuse(bad("empty request line"));
    } else {
      skipped_empty_line_ = true;
    }
  }
  if (text.size() >= limits.head_bytes_max) {
    return refuse(lines_ == 0 ? Refusal{414, "target too long"} : Refusal{431, "head too large"});
  }
  scanned_ = text.size();
  return State::incomplete;
}

Refusal parse_head(std::string_view text, const FramingLimits& limits, Head& head) {
  head.headers.clear();
  head.version_minor = 1;
  head.content_length = 0;
  head.chunked = head.expects_continue = false;
  if (text.starts_with("\r\n")) text.remove_prefix(2);
  if (const Refusal why = read_request_line(take_line(text), limits, head)) return why;
  Seen seen;
  for (std::string_view line = take_line(text); !line.empty(); line = take_line(text)) {
    if (head.headers.size() == limits.headers_max) return {431, "too many headers"};
    if (const Refusal why = read_header(line, head, seen)) return why;
  }
  return judge(seen, limits, head);
}

}  // namespace http::transport
