// actors/outbox/providers/smtp_provider.cc: the mail as MIME parts, and what an answer means.
#include "actors/outbox/providers/mail_header.h"
#include "actors/outbox/providers/providers.h"
#include "actors/outbox/providers/transfer.h"

namespace outbox {
namespace {
class Mime {
 public:
  explicit Mime(CURL* curl) : mime_(curl_mime_init(curl)) {}
  ~Mime() { curl_mime_free(mime_); }
  Mime(const Mime&) = delete;
  Mime& operator=(const Mime&) = delete;

  void add_text(const Message& message) {
    curl_mimepart* const part = curl_mime_addpart(mime_);
    const std::string text = with_crlf(message.text);
    curl_mime_data(part, text.data(), text.size());
    curl_mime_type(part, message.html ? "text/html; charset=utf-8" : "text/plain; charset=utf-8");
    curl_mime_encoder(part, "quoted-printable");
  }
  void add(const Attachment& attachment) {
    curl_mimepart* const part = curl_mime_addpart(mime_);
    curl_mime_data(part, attachment.bytes.data(), attachment.bytes.size());
    const bool is_typed = !attachment.content_type.empty();
    curl_mime_type(part, is_typed ? attachment.content_type.c_str() : "application/octet-stream");
    curl_mime_encoder(part, "base64");
    HeaderList headers;
    headers.add(attachment_header(attachment.name));
    curl_mime_headers(part, headers.release(), 1);
  }
  curl_mime* get() const { return mime_; }

 private:
  curl_mime* mime_;
};

bool is_safe(const Message& message) {
  if (message.to.empty() || breaks_a_line(message.subject)) return false;
  for (const auto* list : {&message.to, &message.cc}) {
    for (const std::string& address : *list)
      if (breaks_a_line(address)) return false;
  }
  for (const Attachment& attachment : message.attachments)
    if (breaks_a_line(attachment.name) || breaks_a_line(attachment.content_type)) return false;
  return true;
}

/// The id stays over all attempts, so that a receiver can tell a mail that came twice.
void add_headers(HeaderList& headers, const SmtpServer& server, const Job& job) {
  const Message& message = *job.message;
  const std::string domain = server.from.substr(server.from.rfind('@') + 1);
  headers.add(date_header(job.queued_at));
  headers.add("From: " + server.from);
  headers.add(address_header("To", message.to));
  if (!message.cc.empty()) headers.add(address_header("Cc", message.cc));
  headers.add(text_header("Subject", message.subject));
  headers.add("Message-ID: <" + text_of(job.id) + '@' + domain + '>');
}

/// 4yz and 5yz answers speak of the message, but for those about signing in and 421, "closing".
Fault fault_of(CURLcode result, uint16_t code) {
  if (result == CURLE_LOGIN_DENIED || code == 530 || code == 534 || code == 535 || code == 538)
    return Fault::sign_in;
  if (code == 421) return Fault::busy;
  const bool is_answer = result == CURLE_SEND_ERROR || result == CURLE_WEIRD_SERVER_REPLY ||
                         result == CURLE_RECV_ERROR || result == CURLE_UPLOAD_FAILED;
  if (is_answer && code >= 400) return Fault::refused;
  return Fault::unreachable;
}

void set_server(Transfer& transfer, const SmtpServer& server) {
  const std::string scheme = server.tls_from_the_start ? "smtps://" : "smtp://";
  transfer.set(CURLOPT_URL, scheme + server.host + ':' + std::to_string(server.port));
  if (server.starttls_required)
    transfer.set(CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
  else if (server.starttls)
    transfer.set(CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_TRY));
  if (!server.sign_in) return;
  transfer.set(CURLOPT_USERNAME, server.user);
  transfer.set(CURLOPT_PASSWORD, server.password);
}
}  // namespace

Attempt SmtpProvider::deliver(const Job& job) {
  const Message& message = *job.message;
  if (!is_safe(message)) return {Attempt::Outcome::failed, Fault::refused, 0};
  Transfer transfer{limits_, "smtp,smtps"};
  set_server(transfer, server_);
  transfer.set(CURLOPT_MAIL_FROM, '<' + server_.from + '>');
  HeaderList recipients;
  for (const auto* list : {&message.to, &message.cc})
    for (const std::string& address : *list) recipients.add('<' + address + '>');
  transfer.set(CURLOPT_MAIL_RCPT, recipients.get());
  HeaderList headers;
  add_headers(headers, server_, job);
  transfer.set(CURLOPT_HTTPHEADER, headers.get());
  Mime mime{transfer.get()};
  mime.add_text(message);
  for (const Attachment& attachment : message.attachments) mime.add(attachment);
  transfer.set(CURLOPT_MIMEPOST, mime.get());
  const CURLcode result = transfer.perform();
  if (result == CURLE_OK) return Attempt::sent();
  const uint16_t code = transfer.reply_code();
  return {Attempt::Outcome::failed, fault_of(result, code), code};
}
}  // namespace outbox
