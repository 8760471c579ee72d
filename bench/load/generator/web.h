// bench/load/generator/web.h: libcurl, for one request at a time.
#pragma once

#include <stdexcept>
#include <string>

namespace load {
/// A request that got no answer: why.
class WebFault : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct Target {
  std::string base;        ///< "http://host:port", no slash at the end
  std::string ca_file;     ///< trust anchors for https; empty: the system's
  std::string management;  ///< base of the management port; empty: unknown
};

struct Answer {
  long status = 0;
  std::string body;
  std::string token;  ///< of the cookie Authorization; empty: none was set
};
/// One request, waited for. Throws WebFault.
Answer ask(const Target& target, const std::string& method, const std::string& url,
           const std::string& body, const std::string& token);
}  // namespace load
