// http/client_address.h: whose request it is, for rate limits: the peer, or what a trusted proxy
// says (DECISIONS 33).
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace http {
/// The peer's address, or, when the peer is one of `trusted_proxies`, the last hop of
/// X-Forwarded-For that is not. An entry that is no plain address ends the walk: the hop before it
/// decides.
std::string client_address(std::string_view peer, std::string_view forwarded_for,
                           const std::vector<std::string>& trusted_proxies);
}  // namespace http
