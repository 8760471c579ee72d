// http/cookies.cc: cookie attributes in the order of the seeds.
#include "http/cookies.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace http {
namespace {
/// Wed, 08-May-2019 19:59:43 GMT, as the seeds print it.
std::string expires(UtcTime time) {
  return fmt::format("{:%a, %d-%b-%Y %H:%M:%S} GMT", fmt::gmtime(epoch_seconds(time)));
}

std::string attributes(const TokenWire& wire) {
  std::string out = "; Path=/";
  if (wire.secure_cookie) out += "; Secure";
  out += "; HttpOnly";
  if (!wire.same_site.empty()) out += "; SameSite=" + wire.same_site;
  return out;
}
}  // namespace

HeaderList token_cookie(const Context& context, std::string_view token) {
  return token_cookie(context, token, context.tokens.cookie_max_age_seconds);
}

HeaderList token_cookie(const Context& context, std::string_view token, int64_t max_age_seconds) {
  const TokenWire& wire = context.tokens;
  const auto until = context.wire.clock() + std::chrono::seconds{max_age_seconds};
  return {{"Set-Cookie", fmt::format("{}={}; Max-Age={}; Expires={}{}", wire.name, token,
                                     max_age_seconds, expires(until), attributes(wire))}};
}

HeaderList session_cookies(const Context& context, std::string_view token,
                           std::string_view refresh_token) {
  HeaderList out = token_cookie(context, token);
  if (!refresh_token.empty()) {
    out.emplace_back("Set-Cookie", fmt::format("{}={}{}", refresh_cookie_name, refresh_token,
                                               attributes(context.tokens)));
  }
  return out;
}

HeaderList cleared_cookies(const Context& context) {
  const std::string end = "=; Max-Age=0" + attributes(context.tokens);
  return {{"Set-Cookie", context.tokens.name + end},
          {"Set-Cookie", std::string{refresh_cookie_name} + end}};
}
}  // namespace http
