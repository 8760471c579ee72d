// actors/notification/notification_rules.h: what an SMS and a mail must have before they are queued
// (ids sheet 8, 9; D16-D20).
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/error.h"
#include "actors/notification/pattern.h"

namespace notification {
/// mosip.id.validation.identity.phone, mosip.kernel.sms.number.*.
struct NumberRules {
  std::optional<Pattern> pattern;  ///< in place of the lengths
  size_t digits = 0;               ///< exactly so many; 0: between the next two
  size_t digits_min = 8;
  size_t digits_max = 10;
};

/// sms_blank (one fault for either field), else sms_number.
Faults faults_of_sms(const NumberRules& rules, std::string_view number, std::string_view text);

/// Recipients of one mail, to and cc together.
inline constexpr size_t recipients_max = 100;

/// Of a mail's form, before it is a message.
struct MailForm {
  std::vector<std::string> to, cc;  ///< values as sent: each may hold a list with commas
  std::string subject;
  std::string content;
};

/// email_to, email_subject, email_content, email_from: each once, in this order.
Faults faults_of_mail(const MailForm& form, std::string_view from);

/// The addresses of a form's values: between commas, without blanks around them, no empty ones.
std::vector<std::string> addresses_in(const std::vector<std::string>& values);

/// One `local@domain` of printable ASCII, with nothing in it that a header or an SMTP command reads
/// otherwise.
bool is_address(std::string_view text);
}  // namespace notification
