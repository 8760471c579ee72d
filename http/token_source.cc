// http/token_source.cc: reading cookies without copying them.
#include "http/token_source.h"

#include <algorithm>

#include "http/percent.h"
#include "http/transport/ascii_case.h"

namespace http {
namespace {
using transport::equal_ignoring_case;
using transport::lower;

bool same_ignoring_case(char a, char b) { return lower(a) == lower(b); }

bool contains_ignoring_case(std::string_view text, std::string_view part) {
  return std::search(text.begin(), text.end(), part.begin(), part.end(), same_ignoring_case) !=
         text.end();
}

/// Calls visit(name, value) for each cookie of each Cookie header. Answers whether there was a
/// Cookie header at all.
template <class Visit>
bool each_cookie(const transport::Request& request, Visit&& visit) {
  bool any = false;
  for (const transport::Header& header : request.headers()) {
    if (!equal_ignoring_case(header.name, "cookie")) continue;
    any = true;
    for (std::string_view rest = header.value; !rest.empty();) {
      const size_t end = std::min(rest.find(';'), rest.size());
      const std::string_view pair = rest.substr(0, end);
      rest.remove_prefix(std::min(end + 1, rest.size()));
      const size_t equals = pair.find('=');
      if (equals == std::string_view::npos) continue;
      visit(trimmed(pair.substr(0, equals)), trimmed(pair.substr(equals + 1)));
    }
  }
  return any;
}

std::string_view without_prefix(std::string_view token, std::string_view own_prefix) {
  for (const std::string_view prefix :
       {std::string_view{"Bearer "}, own_prefix, std::string_view{"Mosip-Admin-Token"},
        std::string_view{"Mosip-Token"}}) {
    if (!prefix.empty() && token.size() >= prefix.size() &&
        equal_ignoring_case(token.substr(0, prefix.size()), prefix)) {
      return trimmed(token.substr(prefix.size()));
    }
  }
  return token;
}
}  // namespace

TokenSource token_of(const transport::Request& request, std::string_view name,
                     std::string_view prefix) {
  std::string_view exact, similar;
  const bool cookies = each_cookie(request, [&](std::string_view cookie, std::string_view value) {
    if (equal_ignoring_case(cookie, name)) exact = value;
    if (contains_ignoring_case(cookie, name)) similar = value;
  });
  std::string_view header = trimmed(request.header(name));
  if (header.empty()) header = trimmed(request.header("authorization"));
  std::string_view token = exact.empty() ? similar : exact;
  if (token.empty()) token = header;
  token = without_prefix(token, prefix);
  if (!token.empty()) return {TokenSource::Kind::token, token};
  return {
      cookies || !header.empty() ? TokenSource::Kind::no_token : TokenSource::Kind::no_credentials,
      {}};
}

std::string_view cookie_containing(const transport::Request& request, std::string_view part) {
  std::string_view found;
  each_cookie(request, [&](std::string_view cookie, std::string_view value) {
    if (contains_ignoring_case(cookie, part)) found = value;
  });
  return found;
}
}  // namespace http
