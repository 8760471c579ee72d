// actors/otp_message/code_messages.cc: look up, render, join.
#include "actors/otp_message/code_messages.h"

#include <algorithm>

namespace otp_message {
namespace {
using outbox::Channel;
using outbox::Message;

bool is_on(const Delivery& delivery, Channel channel) {
  return channel == Channel::sms ? delivery.sms : delivery.email;
}

/// The texts of one template in every language.
Result<std::vector<std::string>> texts_of(const Delivery& delivery, const std::string& name) {
  if (delivery.languages.empty()) return Errc::sendotp_no_language;
  std::vector<std::string> texts;
  texts.reserve(delivery.languages.size());
  for (const std::string& language : delivery.languages) {
    const std::string* text = delivery.templates->find(name, language);
    if (text == nullptr) return Fault{Errc::template_missing, {language, name}};
    texts.push_back(*text);
  }
  return texts;
}

std::string trimmed_end(std::string text) {
  text.erase(text.find_last_not_of(" \t\r\n") + 1);
  return text;
}

std::string joined(const std::vector<std::string>& texts, bool html) {
  std::string out;
  for (const std::string& text : texts) {
    if (!out.empty()) out += html ? "\n<br/><br/>\n" : "\n\n";
    out += trimmed_end(text);
  }
  return out;
}

Result<Message> sms_of(const Delivery& delivery, const std::string& context,
                       const Variables& variables, const std::string& to) {
  const auto texts = texts_of(delivery, context + "-sms-template");
  if (!texts.ok()) return texts.faults();
  Message message;
  message.channel = Channel::sms;
  message.to = {to};
  message.text = rendered(joined(texts.value(), false), variables, Escape::none, code_place);
  return message;
}

Result<Message> email_of(const Delivery& delivery, const std::string& context,
                         const Variables& variables, const std::string& to) {
  const auto subjects = texts_of(delivery, context + "-email-subject-template");
  if (!subjects.ok()) return subjects.faults();
  const auto texts = texts_of(delivery, context + "-email-content-template");
  if (!texts.ok()) return texts.faults();
  Message message;
  message.channel = Channel::email;
  message.to = {to};
  message.html = delivery.html && texts.value().front().starts_with('<');
  message.subject =
      rendered(trimmed_end(subjects.value().front()), variables, Escape::none, code_place);
  message.text = rendered(joined(texts.value(), message.html), variables,
                          message.html ? Escape::html : Escape::none, code_place);
  return message;
}

void replace_all(std::string& text, std::string_view what, std::string_view by) {
  for (size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
}
}  // namespace

std::optional<Errc> fault_of_channels(const Delivery& delivery,
                                      const std::vector<Channel>& wanted) {
  const auto on = [&](Channel channel) { return is_on(delivery, channel); };
  if (std::ranges::any_of(wanted, on)) return std::nullopt;
  if (wanted.size() > 1) return Errc::sendotp_both_off;
  return wanted.front() == Channel::sms ? Errc::sendotp_sms_off : Errc::sendotp_email_off;
}

Result<std::vector<Message>> code_messages(const Delivery& delivery, std::string_view context,
                                           const Variables& variables,
                                           const std::vector<Address>& addresses) {
  std::vector<Message> messages;
  const std::string front{context};
  for (const Address& address : addresses) {
    if (!is_on(delivery, address.channel)) continue;
    auto message = address.channel == Channel::sms
                       ? sms_of(delivery, front, variables, address.to)
                       : email_of(delivery, front, variables, address.to);
    if (!message.ok()) return message.faults();
    messages.push_back(std::move(message).value());
  }
  return messages;
}

void put_code(Message& message, std::string_view code) {
  replace_all(message.subject, code_place, code);
  replace_all(message.text, code_place, code);
}
}  // namespace otp_message
