// actors/auth/external_issuer.cc: taking an element of the setting apart.
#include "actors/auth/external_issuer.h"

#include <algorithm>

#include "actors/auth/token_rules.h"

namespace auth {
namespace {
std::vector<std::string> split(std::string_view text, char by) {
  std::vector<std::string> out;
  while (true) {
    const size_t end = std::min(text.find(by), text.size());
    if (end > 0) out.emplace_back(text.substr(0, end));
    if (end == text.size()) return out;
    text.remove_prefix(end + 1);
  }
}

/// Between the scheme and the path, the port included.
std::string_view authority_of(std::string_view url, std::string_view scheme) {
  url.remove_prefix(scheme.size());
  return url.substr(0, url.find_first_of("/?#"));
}

bool is_printable(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f'; });
}

bool is_loopback_name(std::string_view authority) {
  for (const std::string_view host : {"127.0.0.1", "localhost", "[::1]"}) {
    if (!authority.starts_with(host)) continue;
    const std::string_view port = authority.substr(host.size());
    if (port.empty()) return true;
    return port.front() == ':' && port.find_first_not_of("0123456789", 1) == std::string_view::npos;
  }
  return false;
}
}  // namespace

bool is_safe_key_url(std::string_view url) {
  constexpr std::string_view secure = "https://", plain = "http://";
  if (!is_printable(url)) return false;
  if (url.starts_with(secure)) {
    const std::string_view authority = authority_of(url, secure);
    return !authority.empty() && authority.find_first_of("@\\") == std::string_view::npos;
  }
  return url.starts_with(plain) && is_loopback_name(authority_of(url, plain));
}

Expected<ExternalIssuer, std::string> read_external_issuer(std::string_view text) {
  const auto parts = split(text, ' ');
  if (parts.size() != 3) return std::string{"is not of the form ISSUER JWKS-URL AUDIENCE+AUDIENCE"};
  ExternalIssuer out{parts[0], parts[1], split(parts[2], '+')};
  if (!is_printable(out.url) || !parse_issuer(out.url))
    return out.url + " is no issuer: an http or https address with a path";
  if (!is_safe_key_url(out.jwks_url))
    return out.jwks_url + " is no address of keys: https, or http to a loopback address";
  if (out.audience.empty()) return std::string{"names no audience"};
  return out;
}
}  // namespace auth
