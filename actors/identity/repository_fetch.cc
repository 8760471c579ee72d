// actors/identity/repository_fetch.cc: one GET by libcurl, with a bound for everything.
#include "actors/identity/repository_fetch.h"

#include "actors/identity/repository_answer.h"
#include "actors/outbox/providers/transfer.h"

namespace identity {
namespace {
struct Answer {
  std::string bytes;
  bool is_too_large = false;
};

// libcurl takes another count than that of the bytes as an order to stop.
size_t take_answer(const char* data, size_t size, size_t count, void* to) {
  Answer& answer = *static_cast<Answer*>(to);
  const size_t bytes = size * count;
  answer.is_too_large = answer.bytes.size() + bytes > repository_answer_bytes_max;
  if (answer.is_too_large) return 0;
  answer.bytes.append(data, bytes);
  return bytes;
}

Told told_by(const Answer& answer) {
  auto found = person_in(answer.bytes);
  if (!found.ok()) return {{}, found.error()};
  return {std::move(found).value(), {}};
}

Told ask(const Repository& repository, const outbox::TransferLimits& limits,
         const std::string& uin) {
  Answer answer;
  const std::string url = repository_url(repository.url, uin);
  outbox::Transfer transfer{limits, url.starts_with("https:") ? "https" : "http"};
  outbox::HeaderList headers;
  if (!repository.token.empty()) headers.add("Cookie: Authorization=" + repository.token);
  headers.add("Accept: application/json");
  transfer.set(CURLOPT_URL, url);
  transfer.set(CURLOPT_HTTPGET, 1L);
  transfer.set(CURLOPT_HTTPHEADER, headers.get());
  transfer.set(CURLOPT_WRITEFUNCTION, take_answer);
  transfer.set(CURLOPT_WRITEDATA, static_cast<void*>(&answer));
  const CURLcode code = transfer.perform();
  if (answer.is_too_large)
    return {{},
            "the answer is larger than " + std::to_string(repository_answer_bytes_max) + " bytes"};
  if (code != CURLE_OK) return {{}, curl_easy_strerror(code)};
  if (transfer.reply_code() != 200)
    return {{}, "the answer's status is " + std::to_string(transfer.reply_code())};
  return told_by(answer);
}
}  // namespace

Fetch fetch_by_http(Repository repository, std::shared_ptr<const std::atomic<bool>> ending) {
  outbox::TransferLimits limits;
  limits.timeout = repository.timeout;
  limits.ca_file = repository.ca_file;
  limits.ending = std::move(ending);
  return [repository = std::move(repository), limits](const std::string& uin) {
    return ask(repository, limits, uin);
  };
}
}  // namespace identity
