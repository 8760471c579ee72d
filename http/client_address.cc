// http/client_address.cc: walking X-Forwarded-For from its trusted end.
#include "http/client_address.h"

#include <arpa/inet.h>

#include <algorithm>

#include "http/percent.h"

namespace http {
namespace {
bool is_address(const std::string& text) {
  unsigned char bytes[16];
  return inet_pton(AF_INET, text.c_str(), bytes) == 1 ||
         inet_pton(AF_INET6, text.c_str(), bytes) == 1;
}
}  // namespace

std::string client_address(std::string_view peer, std::string_view forwarded_for,
                           const std::vector<std::string>& trusted_proxies) {
  std::string address{peer};
  const auto trusted = [&] {
    return std::find(trusted_proxies.begin(), trusted_proxies.end(), address) !=
           trusted_proxies.end();
  };
  while (trusted() && !forwarded_for.empty()) {
    const size_t comma = forwarded_for.rfind(',');
    const size_t start = comma == std::string_view::npos ? 0 : comma + 1;
    std::string hop{trimmed(forwarded_for.substr(start))};
    if (!is_address(hop)) break;
    address = std::move(hop);
    forwarded_for =
        comma == std::string_view::npos ? std::string_view{} : forwarded_for.substr(0, comma);
  }
  return address;
}
}  // namespace http
