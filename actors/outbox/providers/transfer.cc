// actors/outbox/providers/transfer.cc: bounds that every call has.
#include "actors/outbox/providers/transfer.h"

#include "actors/outbox/providers/providers.h"

namespace outbox {
namespace {
/// Answers are counted by their code; what else they say is not kept.
size_t drop(const char*, size_t size, size_t count, void*) { return size * count; }

struct Bounded {
  std::string bytes;
  size_t bytes_max;
  bool is_too_large = false;
};

// libcurl takes another count than that of the bytes as an order to stop.
size_t take(const char* data, size_t size, size_t count, void* to) {
  Bounded& answer = *static_cast<Bounded*>(to);
  const size_t bytes = size * count;
  answer.is_too_large = answer.bytes.size() + bytes > answer.bytes_max;
  if (answer.is_too_large) return 0;
  answer.bytes.append(data, bytes);
  return bytes;
}
}  // namespace

void begin_transfers() { curl_global_init(CURL_GLOBAL_DEFAULT); }

Transfer::Transfer(const TransferLimits& limits, const char* protocols)
    : curl_(curl_easy_init()), ending_(limits.ending) {
  const auto milliseconds = static_cast<long>(limits.timeout.count());
  set(CURLOPT_TIMEOUT_MS, milliseconds);
  set(CURLOPT_CONNECTTIMEOUT_MS, milliseconds);
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_PROTOCOLS_STR, protocols);
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_PROXY, "");  // Messages go where the settings say, not where the environment says.
  set(CURLOPT_WRITEFUNCTION, drop);
  if (!limits.ca_file.empty()) set(CURLOPT_CAINFO, limits.ca_file);
  set(CURLOPT_NOPROGRESS, 0L);
  set(CURLOPT_XFERINFOFUNCTION, on_progress);
  set(CURLOPT_XFERINFODATA, this);
}

int Transfer::on_progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t sent) {
  const auto& transfer = *static_cast<const Transfer*>(self);
  if (!transfer.ending_ || !*transfer.ending_) return 0;
  // A request whose head has left may be obeyed: only one that has not is given up.
  long head_bytes = 0;
  curl_easy_getinfo(transfer.get(), CURLINFO_REQUEST_SIZE, &head_bytes);
  return sent == 0 && head_bytes == 0 ? 1 : 0;
}

uint16_t Transfer::reply_code() const {
  long code = 0;
  curl_easy_getinfo(curl_.get(), CURLINFO_RESPONSE_CODE, &code);
  return code > 0 && code < 1'000 ? static_cast<uint16_t>(code) : uint16_t{0};
}

Got get(const std::string& url, const TransferLimits& limits, size_t bytes_max,
        const HeaderList& headers) {
  Bounded answer{{}, bytes_max};
  Transfer transfer{limits, url.starts_with("https:") ? "https" : "http"};
  transfer.set(CURLOPT_URL, url);
  transfer.set(CURLOPT_HTTPGET, 1L);
  transfer.set(CURLOPT_HTTPHEADER, headers.get());
  transfer.set(CURLOPT_WRITEFUNCTION, take);
  transfer.set(CURLOPT_WRITEDATA, static_cast<void*>(&answer));
  const CURLcode code = transfer.perform();
  if (answer.is_too_large)
    return {{}, "the answer is larger than " + std::to_string(bytes_max) + " bytes"};
  if (code != CURLE_OK) return {{}, curl_easy_strerror(code)};
  if (transfer.reply_code() != 200)
    return {{}, "the answer's status is " + std::to_string(transfer.reply_code())};
  return {std::move(answer.bytes), {}};
}
}  // namespace outbox
