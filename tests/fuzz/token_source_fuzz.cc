// tests/fuzz/token_source_fuzz.cc: any bytes as Cookie and Authorization headers (lines of the
// input, in turn): what is found lies inside them and is no blank or header break.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "http/client_address.h"
#include "http/token_source.h"

namespace {
using Headers = std::vector<http::transport::Header>;

void require(bool holds) {
  if (!holds) std::abort();
}

Headers headers_of(std::string_view text) {
  Headers headers;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    headers.push_back({headers.size() % 3 == 2 ? "Authorization" : "cookie", text.substr(0, end)});
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return headers;
}

bool lies_inside(const Headers& headers, std::string_view found) {
  for (const auto& header : headers) {
    if (found.data() >= header.value.data() &&
        found.data() + found.size() <= header.value.data() + header.value.size()) {
      return true;
    }
  }
  return false;
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const Headers headers = headers_of(text);
  http::transport::RequestParts parts;
  parts.headers = headers;
  const http::transport::Request request{parts};
  const auto source = http::token_of(request, "Authorization", "Mosip-Token");
  require((source.kind == http::TokenSource::Kind::token) == !source.token.empty());
  require(source.token.empty() || lies_inside(headers, source.token));
  require(!headers.empty() || source.kind == http::TokenSource::Kind::no_credentials);
  const auto cookie = http::cookie_containing(request, "refresh_token");
  require(cookie.empty() || lies_inside(headers, cookie));

  if (text.find('\0') != std::string_view::npos) return 0;  // no header has one
  const auto address = http::client_address("127.0.0.1", text, {"127.0.0.1", "10.0.0.1"});
  require(!address.empty() && address.find_first_of("\r\n,") == std::string::npos);
  return 0;
}
