// actors/auth/key_fetch_http.cc: one GET by libcurl, with a bound for everything.
#include "actors/auth/key_fetcher.h"
#include "actors/outbox/providers/transfer.h"

namespace auth {
namespace {
struct Body {
  std::string bytes;
  bool is_too_large = false;
};

// libcurl takes another count than that of the bytes as an order to stop.
size_t take_bytes(const char* data, size_t size, size_t count, void* to) {
  Body& body = *static_cast<Body*>(to);
  const size_t bytes = size * count;
  body.is_too_large = body.bytes.size() + bytes > jwks_bytes_max;
  if (body.is_too_large) return 0;
  body.bytes.append(data, bytes);
  return bytes;
}

Fetched get(const std::string& url, const outbox::TransferLimits& limits) {
  Body body;
  outbox::Transfer transfer{limits, url.starts_with("https:") ? "https" : "http"};
  transfer.set(CURLOPT_URL, url);
  transfer.set(CURLOPT_HTTPGET, 1L);
  transfer.set(CURLOPT_WRITEFUNCTION, take_bytes);
  transfer.set(CURLOPT_WRITEDATA, static_cast<void*>(&body));
  const CURLcode code = transfer.perform();
  if (body.is_too_large)
    return {{}, "the answer is larger than " + std::to_string(jwks_bytes_max) + " bytes"};
  if (code != CURLE_OK) return {{}, curl_easy_strerror(code)};
  if (transfer.reply_code() != 200)
    return {{}, "the answer's status is " + std::to_string(transfer.reply_code())};
  return {std::move(body.bytes), {}};
}
}  // namespace

Fetch fetch_by_http(std::string ca_file, std::shared_ptr<const std::atomic<bool>> ending) {
  outbox::TransferLimits limits;
  limits.timeout = fetch_timeout;
  limits.ca_file = std::move(ca_file);
  limits.ending = std::move(ending);
  return [limits](const std::string& url) { return get(url, limits); };
}
}  // namespace auth
