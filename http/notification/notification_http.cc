// http/notification/notification_http.cc: the wire form of SMS and e-mail. The answer means that
// the message is queued and durable.
#include "http/notification/notification_http.h"

#include <simdjson.h>

#include "http/call.h"
#include "http/context.h"
#include "http/json_text.h"
#include "http/multipart.h"

namespace http {
namespace {
using notification::MailForm;

std::string sent_json(const std::string& text) {
  JsonBuffer buffer;
  JsonWriter writer{buffer};
  writer.StartObject();
  write_field(writer, "message", text);
  write_field(writer, "status", "success");
  writer.EndObject();
  return text_in(buffer);
}

void queue(const Context& context, const Call& call, const Reply& reply, outbox::Message message,
           const std::string& answer) {
  const auto& to = context.actors.notification.outboxes.at(context.next_partition());
  const auto render = [answer](const std::string&) { return sent_json(answer); };
  forward<std::string>(*context.gateway, to, reply, render, outbox::send_atom::value,
                       std::make_shared<const outbox::Message>(std::move(message)), call.origin());
}

bool is_text(std::string_view bytes) { return simdjson::validate_utf8(bytes.data(), bytes.size()); }

/// The form's parts as a mail: fields into `form`, files into `message`. False when a file is too
/// large or a text is not UTF-8.
bool read_parts(const std::vector<FormPart>& parts, size_t file_bytes_max, MailForm& form,
                outbox::Message& message) {
  for (const FormPart& part : parts) {
    if (part.name == "attachments") {
      if (part.bytes.size() > file_bytes_max) return false;
      // A form without a file still has the field.
      if (part.bytes.empty() && part.file_name.value_or("").empty()) continue;
      message.attachments.push_back(
          {part.file_name.value_or("attachment"), part.content_type, std::string{part.bytes}});
      continue;
    }
    if (!is_text(part.bytes)) return false;
    if (part.name == "mailTo") form.to.emplace_back(part.bytes);
    if (part.name == "mailCc") form.cc.emplace_back(part.bytes);
    if (part.name == "mailSubject") form.subject = part.bytes;
    if (part.name == "mailContent") form.content = part.bytes;
  }
  return true;
}
}  // namespace

void send_sms(const Context& context, const Call& call, Reply reply) {
  const Notification& settings = context.actors.notification;
  const Fields request = call.request();
  const TextField number = request.text({"number"});
  const TextField text = request.text({"message"});
  using Kind = TextField::Kind;
  if (number.kind == Kind::other || text.kind == Kind::other)
    return reply.fault(Errc::notification_unreadable);
  const std::string_view own_number = trimmed(number.value);
  const Faults faults = notification::faults_of_sms(settings.number, own_number, text.value);
  if (!faults.empty()) return reply.faults(faults);
  if (!settings.sends_sms) return reply.value(sent_json(settings.sms_success));
  outbox::Message message;
  message.channel = outbox::Channel::sms;
  message.to = {std::string{own_number}};
  message.text = text.value;
  queue(context, call, reply, std::move(message), settings.sms_success);
}

void send_email(const Context& context, const Call& call, Reply reply) {
  const Notification& settings = context.actors.notification;
  const auto parts = parse_form(call.header("content-type"), call.raw_body());
  outbox::Message message;
  MailForm form;
  if (!parts || !read_parts(*parts, settings.file_bytes_max, form, message))
    return reply.fault(Errc::notification_unreadable);
  const Faults faults = notification::faults_of_mail(form, settings.from);
  if (!faults.empty()) return reply.faults(faults);
  const std::string answer = "Email Request submitted";
  if (!settings.sends_mail) return reply.value(sent_json(answer));
  message.channel = outbox::Channel::email;
  message.to = notification::addresses_in(form.to);
  message.cc = notification::addresses_in(form.cc);
  message.subject = std::move(form.subject);
  message.text = std::move(form.content);
  message.html = settings.html;
  queue(context, call, reply, std::move(message), answer);
}
}  // namespace http
