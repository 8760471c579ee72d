// actors/outbox/providers/transfer.h: one call by libcurl, with owners for what it makes. This
// folder alone includes <curl/curl.h>.
#pragma once
#include <curl/curl.h>

#include <atomic>
#include <memory>
#include <string>
#include <utility>

#include "actors/outbox/providers/options.h"

namespace outbox {
class HeaderList {
 public:
  HeaderList() = default;
  ~HeaderList() { curl_slist_free_all(list_); }
  HeaderList(const HeaderList&) = delete;
  HeaderList& operator=(const HeaderList&) = delete;
  void add(const std::string& line) { list_ = curl_slist_append(list_, line.c_str()); }
  curl_slist* get() const { return list_; }
  /// For functions that take the list over.
  curl_slist* release() { return std::exchange(list_, nullptr); }

 private:
  curl_slist* list_ = nullptr;
};

/// A handle for one call: nothing of one message is left for the next.
class Transfer {
 public:
  Transfer(const TransferLimits& limits, const char* protocols);
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  CURL* get() const { return curl_.get(); }
  template <class Value>
  void set(CURLoption option, Value value) {
    curl_easy_setopt(curl_.get(), option, value);
  }
  void set(CURLoption option, const std::string& value) { set(option, value.c_str()); }
  CURLcode perform() { return curl_easy_perform(curl_.get()); }
  /// The last answer's code; 0: none came.
  uint16_t reply_code() const;

 private:
  struct Cleanup {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  };
  static int on_progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t sent);

  std::unique_ptr<CURL, Cleanup> curl_;
  std::shared_ptr<const std::atomic<bool>> ending_;
};

/// What a GET brought, or why it brought nothing.
struct Got {
  std::string bytes;
  std::string fault;  ///< empty: status 200. Holds nothing of the answer
};
/// One GET of at most `bytes_max`, within `limits`; over https alone when `url` says so.
Got get(const std::string& url, const TransferLimits& limits, size_t bytes_max,
        const HeaderList& headers = {});
}  // namespace outbox
