// actors/outbox/providers/sms_provider.cc: one request to the gateway, and what its answer means.
#include "actors/outbox/providers/providers.h"
#include "actors/outbox/providers/transfer.h"

namespace outbox {
namespace {
Fault fault_of(uint16_t code) {
  if (code == 401 || code == 403) return Fault::sign_in;
  if (code >= 500 || code == 408 || code == 425 || code == 429) return Fault::busy;
  return code == 0 ? Fault::unreachable : Fault::refused;
}

Attempt judged(CURLcode result, uint16_t code) {
  if (result != CURLE_OK) return {Attempt::Outcome::failed, Fault::unreachable, code};
  if (code >= 200 && code < 300) return Attempt::sent();
  return {Attempt::Outcome::failed, fault_of(code), code};
}
}  // namespace

Attempt SmsProvider::deliver(const Job& job) {
  const Message& message = *job.message;
  if (message.to.empty()) return {Attempt::Outcome::failed, Fault::refused, 0};
  const Sms sms{message.to.front(), message.text};
  Transfer transfer{limits_, "http,https"};
  HeaderList headers;
  if (gateway_.post_template.empty()) {
    transfer.set(CURLOPT_URL, get_url(gateway_, sms));
  } else {
    const std::string body = post_body(gateway_, sms);
    transfer.set(CURLOPT_URL, gateway_.api);
    transfer.set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
    transfer.set(CURLOPT_COPYPOSTFIELDS, body);
    headers.add("Content-Type: application/json");
    transfer.set(CURLOPT_HTTPHEADER, headers.get());
  }
  const CURLcode result = transfer.perform();
  return judged(result, transfer.reply_code());
}
}  // namespace outbox
