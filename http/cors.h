// http/cors.h: which other origins a browser may call us from: none, unless configured (auth
// sheet 4.5).
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "http/header_list.h"

namespace http {
struct Cors {
  bool enabled = false;  ///< mosip.security.cors-enable
  std::vector<std::string>
      origins;                    ///< mosip.security.origins; an entry without a scheme means both
  std::string token_header = {};  ///< auth.token.header, which scripts may send as well
};

/// The headers that answer a request from `origin`; none when CORS is off or the origin is not
/// listed.
HeaderList cors_headers(const Cors& cors, std::string_view origin);
}  // namespace http
