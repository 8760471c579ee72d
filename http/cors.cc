// http/cors.cc: exact origins, never a star, since answers carry credentials.
#include "http/cors.h"

#include <algorithm>

namespace http {
namespace {
bool means(std::string_view listed, std::string_view origin) {
  if (listed == origin) return true;
  const size_t scheme_end = origin.find("://");
  return scheme_end != std::string_view::npos && listed == origin.substr(scheme_end + 3);
}

std::string allowed_headers(const std::string& token_header) {
  std::string out =
      "Origin,Date, Content-Type, Accept, X-Requested-With, Authorization, From, X-Auth-Token, "
      "Request-Id";
  if (!token_header.empty() && token_header != "Authorization") out += ", " + token_header;
  return out;
}
}  // namespace

HeaderList cors_headers(const Cors& cors, std::string_view origin) {
  if (!cors.enabled || origin.empty()) return {};
  const bool listed = std::any_of(cors.origins.begin(), cors.origins.end(),
                                  [&](const std::string& one) { return means(one, origin); });
  if (!listed) return {};
  return {{"Access-Control-Allow-Origin", std::string{origin}},
          {"Access-Control-Allow-Credentials", "true"},
          {"Access-Control-Allow-Methods", "POST, GET, OPTIONS, DELETE, PUT, PATCH"},
          {"Access-Control-Allow-Headers", allowed_headers(cors.token_header)},
          {"Access-Control-Expose-Headers", "Set-Cookie"},
          {"Vary", "Origin"}};
}
}  // namespace http
