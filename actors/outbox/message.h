// actors/outbox/message.h: a message to a person, as whoever queues it knows it.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace outbox {
enum class Channel : uint8_t { sms = 1, email = 2 };
inline constexpr Channel channels[] = {Channel::sms, Channel::email};

/// "sms" or "email": the name in logs, metrics and on the management port.
constexpr const char* name_of(Channel channel) { return channel == Channel::sms ? "sms" : "email"; }

struct Attachment {
  std::string name;
  std::string content_type;
  std::string bytes;

  friend bool operator==(const Attachment&, const Attachment&) = default;
};

/// Personal through and through: sealed in the store, never in a log line. The channel's rules were
/// checked by whoever made it: one number for an SMS, addresses without line breaks for a mail.
struct Message {
  Channel channel = Channel::sms;
  std::vector<std::string> to;
  std::vector<std::string> cc;
  std::string subject;
  std::string text;
  bool html = false;  ///< of a mail's text
  std::vector<Attachment> attachments;

  friend bool operator==(const Message&, const Message&) = default;
};
}  // namespace outbox
