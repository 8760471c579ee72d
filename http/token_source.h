// http/token_source.h: where a request carries its token: cookies first, then headers
// (auth sheet 3).
#pragma once
#include <string_view>

#include "http/transport/request.h"

namespace http {
struct TokenSource {
  enum class Kind {
    no_credentials,  ///< neither a Cookie nor an Authorization header
    no_token,        ///< cookies, but none that could hold the token
    token,
  } kind = Kind::no_credentials;
  std::string_view token;  ///< without its prefix; lives as long as the request
};

/// Looks for a cookie named `name` in any case, else for one whose name contains it (the last of
/// those, as the reference does), else in a header of that name, else in the Authorization header.
/// The prefixes `Bearer `, `prefix`, `Mosip-Token` and `Mosip-Admin-Token` are taken off. Several
/// Cookie headers count as one.
TokenSource token_of(const transport::Request& request, std::string_view name,
                     std::string_view prefix);

/// The value of the last cookie whose name contains `part`, in any case; empty when there is none.
std::string_view cookie_containing(const transport::Request& request, std::string_view part);
}  // namespace http
