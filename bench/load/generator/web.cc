// bench/load/generator/web.cc: options of libcurl in one place.
#include "bench/load/generator/web.h"

#include <curl/curl.h>

#include <memory>

namespace load {
namespace {
constexpr long timeout_ms = 30'000;
constexpr long connect_timeout_ms = 5'000;
constexpr size_t answer_bytes_max = size_t{16} << 20;

size_t append(char* bytes, size_t size, size_t count, void* to) {
  auto& out = *static_cast<std::string*>(to);
  if (out.size() + size * count > answer_bytes_max) return 0;
  out.append(bytes, size * count);
  return size * count;
}

size_t take_token(char* bytes, size_t size, size_t count, void* to) {
  const std::string_view line(bytes, size * count);
  constexpr std::string_view cookie = "Authorization=";
  const size_t at = line.find(cookie);
  if (at != std::string_view::npos && (line[0] == 's' || line[0] == 'S')) {
    const std::string_view rest = line.substr(at + cookie.size());
    *static_cast<std::string*>(to) = rest.substr(0, rest.find_first_of(";\r\n"));
  }
  return size * count;
}

struct EasyEnd {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
using Easy = std::unique_ptr<CURL, EasyEnd>;
struct ListEnd {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Headers = std::unique_ptr<curl_slist, ListEnd>;

Easy make_easy(const Target& target, std::string& answer) {
  Easy easy{curl_easy_init()};
  if (!easy) throw WebFault("libcurl gives no handle");
  curl_easy_setopt(easy.get(), CURLOPT_WRITEFUNCTION, append);
  curl_easy_setopt(easy.get(), CURLOPT_WRITEDATA, &answer);
  curl_easy_setopt(easy.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy.get(), CURLOPT_TIMEOUT_MS, timeout_ms);
  curl_easy_setopt(easy.get(), CURLOPT_CONNECTTIMEOUT_MS, connect_timeout_ms);
  curl_easy_setopt(easy.get(), CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy.get(), CURLOPT_HTTP_VERSION, long{CURL_HTTP_VERSION_1_1});
  if (!target.ca_file.empty()) curl_easy_setopt(easy.get(), CURLOPT_CAINFO, target.ca_file.c_str());
  return easy;
}

/// Without "Expect: 100-continue".
Headers json_headers() {
  curl_slist* list = curl_slist_append(nullptr, "Content-Type: application/json");
  list = curl_slist_append(list, "Expect:");
  if (list == nullptr) throw WebFault("no memory for headers");
  return Headers{list};
}

void set_request(CURL* easy, const std::string& method, const std::string& url,
                 const std::string& body, curl_slist* headers, const std::string& token) {
  curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
  if (body.empty() && method == "GET") {
    curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, nullptr);
  } else {
    curl_easy_setopt(easy, CURLOPT_POST, 1L);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, body.c_str());
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
  }
  const bool is_usual = method == "GET" || method == "POST";
  curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, is_usual ? nullptr : method.c_str());
  const std::string cookie = token.empty() ? std::string{} : "Authorization=" + token;
  curl_easy_setopt(easy, CURLOPT_COOKIE, cookie.empty() ? nullptr : cookie.c_str());
}

}  // namespace

Answer ask(const Target& target, const std::string& method, const std::string& url,
           const std::string& body, const std::string& token) {
  Answer answer;
  const Easy easy = make_easy(target, answer.body);
  const Headers headers = json_headers();
  set_request(easy.get(), method, url, body, headers.get(), token);
  curl_easy_setopt(easy.get(), CURLOPT_HEADERFUNCTION, take_token);
  curl_easy_setopt(easy.get(), CURLOPT_HEADERDATA, &answer.token);
  if (const CURLcode code = curl_easy_perform(easy.get()); code != CURLE_OK)
    throw WebFault(url + ": " + curl_easy_strerror(code));
  curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &answer.status);
  return answer;
}
}  // namespace load
