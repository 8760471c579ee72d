// tests/transport/framing_test.cc: the pure framing code, table by table.
#include "http/transport/framing.h"

#include <gtest/gtest.h>

#include "http/transport/characters.h"

namespace http::transport {
namespace {

/// The verdict on a whole text: 0 good, -1 incomplete, else the status.
int verdict(std::string_view text, const FramingLimits& limits = {}) {
  HeadScanner scanner;
  Refusal why;
  const auto state = scanner.scan(text, limits, why);
  if (state == HeadScanner::State::incomplete) return -1;
  if (state == HeadScanner::State::refused) return why.status;
  Head head;
  return parse_head(text.substr(0, scanner.bytes()), limits, head).status;
}

Head parsed(std::string_view text) {
  Head head;
  EXPECT_EQ(parse_head(text, {}, head).status, 0) << text;
  return head;
}

struct Case {
  const char* name;
  std::string text;
  int status;
};

TEST(Framing, VerdictOnHeads) {
  using namespace std::string_literals;
  const std::string get = "GET / HTTP/1.1\r\n";
  const std::string with_host = get + "Host: a\r\n";
  const std::string post = "POST / HTTP/1.1\r\nHost: a\r\n";
  const Case cases[] = {
      {"plain", with_host + "\r\n", 0},
      {"one empty line before", "\r\n" + with_host + "\r\n", 0},
      {"two empty lines before", "\r\n\r\n" + with_host + "\r\n", 400},
      {"http/1.0 without host", "GET / HTTP/1.0\r\n\r\n", 0},
      {"no host", get + "\r\n", 400},
      {"two hosts", with_host + "Host: a\r\n\r\n", 400},
      {"two hosts in 1.0", "GET / HTTP/1.0\r\nHost: a\r\nhost: b\r\n\r\n", 400},
      {"host with slash", get + "Host: a/b\r\n\r\n", 400},
      {"host with blank", get + "Host: a b\r\n\r\n", 400},
      {"host list", get + "Host: a, b\r\n\r\n", 400},
      {"host with user", get + "Host: u@a\r\n\r\n", 400},
      {"ipv6 host", get + "Host: [::1]:8080\r\n\r\n", 0},
      {"length", post + "Content-Length: 5\r\n\r\n", 0},
      {"length and chunked", post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
      {"chunked and length", post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n", 400},
      {"two lengths", post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n", 400},
      {"two equal lengths", post + "Content-Length: 5\r\ncontent-length: 5\r\n\r\n", 400},
      {"length plus", post + "Content-Length: +5\r\n\r\n", 400},
      {"length minus", post + "Content-Length: -5\r\n\r\n", 400},
      {"length list", post + "Content-Length: 5, 5\r\n\r\n", 400},
      {"length inner blank", post + "Content-Length: 5 5\r\n\r\n", 400},
      {"length hex", post + "Content-Length: 0x5\r\n\r\n", 400},
      {"length empty", post + "Content-Length:\r\n\r\n", 400},
      {"length overflow", post + "Content-Length: 18446744073709551616\r\n\r\n", 400},
      {"length overflow to 5", post + "Content-Length: 18446744073709551621\r\n\r\n", 400},
      {"length huge", post + "Content-Length: 9999999999999\r\n\r\n", 413},
      {"length over the limit by one", post + "Content-Length: 10485761\r\n\r\n", 413},
      {"length at the limit", post + "Content-Length: 10485760\r\n\r\n", 0},
      {"chunked", post + "Transfer-Encoding: chunked\r\n\r\n", 0},
      {"chunked in capitals", post + "Transfer-Encoding: CHUNKED\r\n\r\n", 0},
      {"gzip, chunked", post + "Transfer-Encoding: gzip, chunked\r\n\r\n", 400},
      {"chunked, identity", post + "Transfer-Encoding: chunked, identity\r\n\r\n", 400},
      {"identity", post + "Transfer-Encoding: identity\r\n\r\n", 400},
      {"xchunked", post + "Transfer-Encoding: xchunked\r\n\r\n", 400},
      {"quoted chunked", post + "Transfer-Encoding: \"chunked\"\r\n\r\n", 400},
      {"chunked with tab inside", post + "Transfer-Encoding: chun\tked\r\n\r\n", 400},
      {"vertical tab before chunked", post + "Transfer-Encoding: \vchunked\r\n\r\n", 400},
      {"two encodings", post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
       400},
      {"chunked in 1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
      {"space before colon", post + "Content-Length : 5\r\n\r\n", 400},
      {"tab before colon", post + "Transfer-Encoding\t: chunked\r\n\r\n", 400},
      {"empty name", post + ": 5\r\n\r\n", 400},
      {"no colon", post + "Content-Length\r\n\r\n", 400},
      {"folded line", with_host + "X: a\r\n b\r\n\r\n", 400},
      {"folded by tab", with_host + "X: a\r\n\tb\r\n\r\n", 400},
      {"blank before first header", get + " Host: a\r\n\r\n", 400},
      {"bare LF ends a line", with_host + "X: a\nY: b\r\n\r\n", 400},
      {"bare LF ends the head", with_host + "X: a\r\n\n", 400},
      {"bare LF first", "\n" + with_host + "\r\n", 400},
      {"bare CR in value", with_host + "X: a\rb\r\n\r\n", 400},
      {"CR CR LF", with_host + "X: a\r\r\n\r\n", 400},
      {"lone CR line", with_host + "\r\r\n\r\n", 400},
      {"bare CR in request line", "GET /\r HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"NUL in value", with_host + "X: a\0b\r\n\r\n"s, 400},
      {"NUL in name", with_host + "X\0: a\r\n\r\n"s, 400},
      {"NUL in target", "GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n"s, 400},
      {"control in name", with_host + "X\x01: a\r\n\r\n", 400},
      {"high byte in name", with_host + "X\xc3\xa9: a\r\n\r\n", 400},
      {"high byte in value", with_host + "X: \xc3\xa9\r\n\r\n", 0},
      {"DEL in value", with_host + "X: \x7f\r\n\r\n", 400},
      {"tab in value", with_host + "X: a\tb\r\n\r\n", 0},
      {"bracket in name", with_host + "X(y): a\r\n\r\n", 400},
      {"high byte in target", "GET /\xc3\xa9 HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"fragment", "GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"two blanks", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"blank in target", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"tab for blank", "GET\t/\tHTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"http/0.9", "GET /\r\n\r\n", 400},
      {"lower http", "GET / http/1.1\r\nHost: a\r\n\r\n", 400},
      {"blank after version", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n", 400},
      {"version 1.10", "GET / HTTP/1.10\r\nHost: a\r\n\r\n", 400},
      {"version 2.0", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505},
      {"http/2 preface", "PRI * HTTP/2.0\r\n\r\n", 505},
      {"version 1.2", "GET / HTTP/1.2\r\nHost: a\r\n\r\n", 0},
      {"bad method", "G@T / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"no method", " / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"relative target", "GET a HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"connect", "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", 501},
      {"star without options", "GET * HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"star", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 0},
      {"absolute", "GET http://a/b HTTP/1.1\r\nHost: a\r\n\r\n", 0},
      {"absolute without host", "GET http:///b HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"absolute with user", "GET http://u@a/b HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"other scheme", "GET ftp://a/b HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"expect", with_host + "Expect: 100-Continue\r\n\r\n", 0},
      {"other expect", with_host + "Expect: 200-ok\r\n\r\n", 417},
      {"incomplete", with_host, -1},
      {"nothing", "", -1},
  };
  for (const Case& c : cases) EXPECT_EQ(verdict(c.text), c.status) << c.name;
}

TEST(Framing, LimitsOfTheHead) {
  FramingLimits limits;
  limits.head_bytes_max = 100;
  limits.target_bytes_max = 50;
  limits.headers_max = 3;
  const std::string head = "GET / HTTP/1.1\r\nHost: a\r\nX: ";
  const std::string fits = head + std::string(100 - head.size() - 4, 'x') + "\r\n\r\n";
  EXPECT_EQ(fits.size(), 100u);
  EXPECT_EQ(verdict(fits, limits), 0);
  EXPECT_EQ(verdict(head + std::string(100 - head.size() - 3, 'x') + "\r\n\r\n", limits), 431);
  EXPECT_EQ(verdict(head + std::string(100 - head.size(), 'x'), limits), 431) << "before it ends";
  EXPECT_EQ(verdict(head + std::string(99 - head.size(), 'x'), limits), -1);
  EXPECT_EQ(verdict("GET /" + std::string(95, 'x'), limits), 414) << "before it ends";
  EXPECT_EQ(verdict("GET /" + std::string(50, 'x') + " HTTP/1.1\r\nHost: a\r\n\r\n", limits), 414);
  EXPECT_EQ(verdict("GET /" + std::string(49, 'x') + " HTTP/1.1\r\nHost: a\r\n\r\n", limits), 0);
  EXPECT_EQ(verdict("GET / HTTP/1.1\r\nHost: a\r\na: 1\r\nb: 2\r\n\r\n", limits), 0);
  EXPECT_EQ(verdict("GET / HTTP/1.1\r\nHost: a\r\na: 1\r\nb: 2\r\nc: 3\r\n\r\n", limits), 431);
}

TEST(Framing, ScannerSeesTheSameInPieces) {
  const std::string text = "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\nGET";
  HeadScanner scanner;
  Refusal why;
  for (size_t n = 0; n < text.size() - 3; ++n) {
    EXPECT_EQ(scanner.scan(std::string_view(text).substr(0, n), {}, why),
              HeadScanner::State::incomplete)
        << n;
  }
  EXPECT_EQ(scanner.scan(text, {}, why), HeadScanner::State::complete);
  EXPECT_EQ(scanner.bytes(), text.size() - 3);
}

TEST(Framing, PartsOfAHead) {
  const Head head = parsed(
      "POST /a/%20b?x=1?&y HTTP/1.1\r\nHost: h\r\nX-A:\t one \t\r\nx-a: two\r\nContent-Length: "
      "12\r\n\r\n");
  EXPECT_EQ(head.method, "POST");
  EXPECT_EQ(head.target, "/a/%20b?x=1?&y");
  EXPECT_EQ(head.path, "/a/%20b");
  EXPECT_EQ(head.query, "x=1?&y");
  EXPECT_EQ(head.content_length, 12u);
  ASSERT_EQ(head.headers.size(), 4u);
  EXPECT_EQ(head.headers[1].name, "X-A");
  EXPECT_EQ(head.headers[1].value, "one");
  EXPECT_EQ(head.headers[2].value, "two");
}

TEST(Framing, FormsOfTheTarget) {
  const auto path_of = [](std::string line) {
    return std::string(parsed(line + " HTTP/1.1\r\nHost: a\r\n\r\n").path);
  };
  EXPECT_EQ(path_of("GET http://a.b:80/c?d"), "/c");
  EXPECT_EQ(path_of("GET HTTPS://a"), "/");
  EXPECT_EQ(path_of("GET http://a?q"), "/");
  EXPECT_EQ(path_of("OPTIONS http://a"), "*");
  EXPECT_EQ(path_of("OPTIONS *"), "*");
  EXPECT_EQ(path_of("GET //a/b"), "//a/b");
}

TEST(Framing, KeepAlive) {
  const auto keeps = [](std::string rest) { return parsed("GET / " + rest + "\r\n").keep_alive; };
  EXPECT_TRUE(keeps("HTTP/1.1\r\nHost: a\r\n"));
  EXPECT_FALSE(keeps("HTTP/1.1\r\nHost: a\r\nConnection: Close\r\n"));
  EXPECT_FALSE(keeps("HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, x ,close\r\n"));
  EXPECT_FALSE(keeps("HTTP/1.0\r\n"));
  EXPECT_TRUE(keeps("HTTP/1.0\r\nConnection: Keep-Alive\r\n"));
  EXPECT_FALSE(keeps("HTTP/1.0\r\nConnection: keep-alive\r\nConnection: close\r\n"));
}

struct Decoded {
  ChunkDecoder::State state;
  int status;
  std::string body;
  size_t used;
};

Decoded decode(std::string_view text, size_t piece, size_t body_max = 1000) {
  ChunkDecoder decoder;
  Decoded out{ChunkDecoder::State::incomplete, 0, "", 0};
  while (out.used < text.size() && out.state == ChunkDecoder::State::incomplete) {
    size_t used = 0;
    Refusal why;
    out.state = decoder.decode(text.substr(out.used, piece), body_max, out.body, used, why);
    out.status = why.status;
    out.used += used;
  }
  return out;
}

TEST(Chunks, AnySplitGivesTheSameBody) {
  const std::string text =
      "5\r\nhello\r\n00A;ext=\"v\"\r\n0123456789\r\n1\r\nx\r\n0\r\nTrailer: t\r\nB: c\r\n\r\n";
  for (size_t piece = 1; piece <= text.size(); ++piece) {
    const Decoded out = decode(text + "GET", piece);
    EXPECT_EQ(out.state, ChunkDecoder::State::complete) << piece;
    EXPECT_EQ(out.body, "hello0123456789x") << piece;
    EXPECT_EQ(out.used, text.size()) << piece;
  }
}

TEST(Chunks, Refusals) {
  const auto status = [](std::string_view text) { return decode(text, text.size()).status; };
  EXPECT_EQ(status("\r\n"), 400);
  EXPECT_EQ(status("g\r\n"), 400);
  EXPECT_EQ(status("-1\r\n"), 400);
  EXPECT_EQ(status("+1\r\n"), 400);
  EXPECT_EQ(status("0x1\r\n"), 400);
  EXPECT_EQ(status(" 1\r\n"), 400);
  EXPECT_EQ(status("1 \r\n"), 400);
  EXPECT_EQ(status("1\na"), 400);
  EXPECT_EQ(status("1\r\r\n"), 400);
  EXPECT_EQ(status("1;a\nb"), 400);
  EXPECT_EQ(status("1\r\naX\n"), 400);
  EXPECT_EQ(status("1\r\na\rX"), 400);
  EXPECT_EQ(status("1\r\nab\r\n"), 400);
  EXPECT_EQ(status("0\r\n\n"), 400);
  EXPECT_EQ(status("0\r\nA: b\n"), 400);
  EXPECT_EQ(status("0\r\n\rX"), 400);
  EXPECT_EQ(status("0000000000000001\r\n"), 400) << "sixteen digits";
  EXPECT_EQ(status("fffffffffffffff\r\n"), 413);
  EXPECT_EQ(status("3e9\r\n"), 413);
  EXPECT_EQ(status("3e8\r\n"), 0);
  EXPECT_EQ(status("1f4\r\n" + std::string(500, 'x') + "\r\n1f5\r\n"), 413) << "sum of two";
  EXPECT_EQ(status("1;" + std::string(ChunkDecoder::extension_bytes_max, 'x')), 0);
  EXPECT_EQ(status("1;" + std::string(ChunkDecoder::extension_bytes_max + 1, 'x')), 400);
  EXPECT_EQ(status("0\r\n" + std::string(ChunkDecoder::trailer_bytes_max + 1, 'x')), 400);
}

// Every byte at every place of two words and a rest: the fast check is the slow one.
TEST(Framing, ValueCheckByWordsIsTheOneByCharacters) {
  for (size_t at = 0; at < 19; ++at) {
    for (int byte = 0; byte < 256; ++byte) {
      std::string text(19, 'a');
      text[(at + 3) % text.size()] = static_cast<char>(0xff);
      text[at] = static_cast<char>(byte);
      EXPECT_EQ(is_value(text), is_value_char(text[at])) << byte << " at " << at;
    }
  }
}

}  // namespace
}  // namespace http::transport
