// bench/load/generator/web.h: libcurl, for one request at a time and for many.
#pragma once
#include <curl/curl.h>

#include <memory>
#include <stdexcept>
#include <string>

namespace load {
/// A request that got no answer: why, in libcurl's words.
class WebFault : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct Target {
  std::string base;        ///< "http://host:port", no slash at the end
  std::string ca_file;     ///< trust anchors for https; empty: the system's
  std::string management;  ///< base of the management port; empty: unknown
};

struct EasyEnd {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
using Easy = std::unique_ptr<CURL, EasyEnd>;
struct ListEnd {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Headers = std::unique_ptr<curl_slist, ListEnd>;

/// A handle whose answer goes to `answer`, with what all our requests have in common. `answer`
/// outlives the handle's transfers. Throws WebFault.
Easy make_easy(const Target& target, std::string& answer);
/// For requests with a JSON body; without "Expect: 100-continue".
Headers json_headers();
/// What a request is, besides what make_easy set. `body` must stay where it is until the answer.
void set_request(CURL* easy, const std::string& method, const std::string& url,
                 const std::string& body, curl_slist* headers, const std::string& token);

struct Answer {
  long status = 0;
  std::string body;
  std::string token;  ///< of the cookie Authorization; empty: none was set
};
/// One request, waited for. Throws WebFault.
Answer ask(const Target& target, const std::string& method, const std::string& url,
           const std::string& body, const std::string& token);
}  // namespace load
