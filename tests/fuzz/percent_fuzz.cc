// tests/fuzz/percent_fuzz.cc: any bytes as a path, a query and a form: decoding is exact, gives no
// NUL through an escape, and a value that is written is found again.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "http/percent.h"
#include "http/route.h"
#include "http/router.h"

namespace {
void require(bool holds) {
  if (!holds) std::abort();
}

std::string escaped(std::string_view text) {
  constexpr std::string_view digits = "0123456789aBcDeF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += digits[byte / 16];
    out += digits[byte % 16];
  }
  return out;
}

void check_decoding(std::string_view text) {
  for (const bool plus_is_space : {false, true}) {
    const auto decoded = http::percent_decode(text, plus_is_space);
    if (!decoded) continue;
    require(decoded->size() <= text.size());
    require(std::count(decoded->begin(), decoded->end(), '\0') ==
            std::count(text.begin(), text.end(), '\0'));
  }
  const bool has_nul = text.find('\0') != std::string_view::npos;
  const auto again = http::percent_decode(escaped(text), false);
  require(has_nul ? !again : again == text);
  if (!has_nul)
    require(http::query_value("a=b&" + escaped("n&") + "=" + escaped(text), "n&") == text);
}

void check_path(std::string_view path) {
  static const http::Route rows[] = {
      {http::Method::get, "/v1/a/:id", http::open_to_all, nullptr, Errc::internal},
      {http::Method::put, "/v1/a/b", http::open_to_all, nullptr, Errc::internal},
      {http::Method::get, "/v1/:x/b/:y", http::open_to_all, nullptr, Errc::internal}};
  static const http::Router router{rows};
  http::Match match;
  const auto outcome = router.find(http::Method::get, path, match);
  require((outcome == http::Router::Outcome::no_such_path) == router.allowed(path).empty());
  if (outcome == http::Router::Outcome::found) require(match.route_index < std::size(rows));
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  check_decoding(text);
  check_path(text);
  for (const char* name : {"vidExpiry", "grant_type", ""}) (void)http::query_value(text, name);
  const auto bare = http::trimmed(text);
  require(bare.size() <= text.size() && http::trimmed(bare) == bare);
  return 0;
}
