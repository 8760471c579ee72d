// tests/outbox/letters.h: messages that tests queue.
#pragma once
#include <string>

#include "actors/outbox/message.h"

namespace outbox {
inline Message sms(std::string text = "Your code is 849004") {
  return {Channel::sms, {"9820173642"}, {}, {}, std::move(text), false, {}};
}

inline Message mail(std::string subject = "Appointment") {
  return {Channel::email,
          {"a@example.org", "b@example.org"},
          {"c@example.org"},
          std::move(subject),
          "<p>On 2 March</p>",
          true,
          {{"card.pdf", "application/pdf", std::string("\0\xff\r\n.\r\n", 7)}}};
}
}  // namespace outbox
