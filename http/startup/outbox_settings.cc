// http/startup/outbox_settings.cc: idkernel.outbox.*, mosip.kernel.sms.*, spring.mail.*.
#include "http/startup/outbox_settings.h"

#include <fstream>
#include <iterator>

#include "http/startup/number_settings.h"

namespace startup {
namespace {
using config::Config;
using Problems = std::vector<std::string>;
using std::chrono::milliseconds;

Delivery delivery(const std::string& text, bool dev) {
  if (text == "capture" || (text == "log" && dev)) return Delivery::capture;
  return text == "log" ? Delivery::log : Delivery::provider;
}

void delivery_settings(const Config& c, OutboxSettings& out) {
  out.rules.retry.attempts_max = as<uint32_t>(c.integer("idkernel.outbox.attempts-max"));
  out.rules.retry.first = milliseconds{c.integer("idkernel.outbox.retry-first-ms")};
  out.rules.retry.longest = milliseconds{c.integer("idkernel.outbox.retry-max-ms")};
  out.rules.kept = std::chrono::seconds{c.integer("idkernel.outbox.kept-seconds")};
  out.breaker.failures = as<uint32_t>(c.integer("idkernel.outbox.breaker-failures"));
  out.breaker.open = milliseconds{c.integer("idkernel.outbox.breaker-open-ms")};
  out.workers = as<size_t>(c.integer("idkernel.outbox.workers"));
  out.waiting_max = as<uint64_t>(c.integer("idkernel.outbox.waiting-max"));
  out.transfers.timeout = milliseconds{c.integer("idkernel.outbox.attempt-timeout-ms")};
  out.transfers.ca_file = c.text("idkernel.mail.ca-file");
}

void read_template(const std::string& path, std::string& out, Problems& problems) {
  if (path.empty()) return;
  std::ifstream file{path, std::ios::binary};
  out.assign(std::istreambuf_iterator<char>{file}, {});
  if (!file || out.empty())
    problems.push_back("idkernel.sms.post-template: " + path + " cannot be read or is empty");
}

void number_rules(const Config& c, notification::NumberRules& out, Problems& problems) {
  out.digits = as<size_t>(c.integer("mosip.kernel.sms.number.length"));
  out.digits_min = as<size_t>(c.integer("mosip.kernel.sms.number.min.length"));
  out.digits_max = as<size_t>(c.integer("mosip.kernel.sms.number.max.length"));
  if (out.digits_min > out.digits_max) {
    problems.emplace_back(
        "mosip.kernel.sms.number.min.length is above mosip.kernel.sms.number.max.length");
  }
  const std::string& text = c.text("mosip.id.validation.identity.phone");
  if (text.empty()) return;
  auto pattern = notification::Pattern::compile(text);
  if (pattern.ok())
    out.pattern = std::move(pattern).value();
  else
    problems.push_back("mosip.id.validation.identity.phone " + pattern.error());
}

void sms_settings(const Config& c, bool dev, OutboxSettings& out, Problems& problems) {
  out.sms = delivery(c.text("mosip.kernel.sms.gateway"), dev);
  out.gateway.api = c.text("mosip.kernel.sms.api");
  out.gateway.authkey = c.secret("mosip.kernel.sms.authkey");
  out.gateway.route = c.text("mosip.kernel.sms.route");
  out.gateway.sender = c.text("mosip.kernel.sms.sender");
  out.gateway.unicode = c.text("mosip.kernel.sms.unicode");
  out.gateway.country = c.text("mosip.kernel.sms.country.code");
  read_template(c.text("idkernel.sms.post-template"), out.gateway.post_template, problems);
  if (out.sms == Delivery::provider && out.gateway.api.empty())
    problems.emplace_back("mosip.kernel.sms.gateway=http needs mosip.kernel.sms.api");
  number_rules(c, out.wire.number, problems);
  out.wire.sends_sms = c.flag("mosip.kernel.sms.enabled") && !c.flag("mosip.kernel.sms.proxy-sms");
  if (!out.wire.sends_sms && out.sms == Delivery::provider) out.sms = Delivery::log;
  out.wire.sms_success = c.text("mosip.kernel.sms.success-message");
}

void mail_settings(const Config& c, bool dev, OutboxSettings& out, Problems& problems) {
  out.email = delivery(c.text("idkernel.email.provider"), dev);
  outbox::SmtpServer& smtp = out.smtp;
  smtp.host = c.text("spring.mail.host");
  smtp.port = as<uint16_t>(c.integer("spring.mail.port"));
  smtp.user = c.text("spring.mail.username");
  smtp.password = c.secret("spring.mail.password");
  smtp.from = c.text("mosip.kernel.notification.email.from");
  smtp.tls_from_the_start = c.text("spring.mail.properties.mail.transport.protocol") == "smtps";
  smtp.starttls = c.flag("spring.mail.properties.mail.smtp.starttls.enable");
  smtp.starttls_required = c.flag("spring.mail.properties.mail.smtp.starttls.required");
  smtp.sign_in = c.flag("spring.mail.properties.mail.smtp.auth");
  if (smtp.sign_in && smtp.user.empty())
    problems.emplace_back("spring.mail.properties.mail.smtp.auth needs spring.mail.username");
  out.wire.from = smtp.from;
  out.wire.html = c.flag("mosip.kernel.mail.content.html.enable");
  out.wire.sends_mail = !c.flag("mosip.kernel.mail.proxy-mail");
  if (!out.wire.sends_mail && out.email == Delivery::provider) out.email = Delivery::log;
  out.wire.file_bytes_max = as<size_t>(c.integer("spring.servlet.multipart.max-file-size"));
}
}  // namespace

void outbox_settings(const Config& c, bool dev, OutboxSettings& out, Problems& problems) {
  delivery_settings(c, out);
  sms_settings(c, dev, out, problems);
  mail_settings(c, dev, out, problems);
}
}  // namespace startup
