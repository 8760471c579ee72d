// http/transport/request.cc: header look-up.
#include "http/transport/request.h"

#include <algorithm>

#include "http/transport/ascii_case.h"

namespace http::transport {
bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                            [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view header_of(std::span<const Header> headers, std::string_view name) {
  for (const Header& header : headers) {
    if (equal_ignoring_case(header.name, name)) return header.value;
  }
  return {};
}

KeptBody Request::keep_body() const {
  if (parts_.keeper != nullptr) return parts_.keeper->keep();
  auto holder = std::make_shared<const std::string>(parts_.body);
  return {holder, *holder};
}

std::string_view Request::header(std::string_view name) const {
  return header_of(parts_.headers, name);
}

}  // namespace http::transport
