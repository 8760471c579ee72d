// actors/notification/notification_rules.cc: checks in the order of the sheet.
#include "actors/notification/notification_rules.h"

#include <algorithm>

#include "actors/base/text.h"

namespace notification {
namespace {
constexpr size_t address_chars_max = 254;  // RFC 5321, 4.5.3.1.3
constexpr size_t local_chars_max = 64;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_number(const NumberRules& rules, std::string_view number) {
  if (rules.pattern) return rules.pattern->matches(number);
  if (!std::ranges::all_of(number, is_digit)) return false;
  if (rules.digits > 0) return number.size() == rules.digits;
  return number.size() >= rules.digits_min && number.size() <= rules.digits_max;
}

/// The seed's text ends where a fixed length follows in the reference's (D16).
std::string length_text(const NumberRules& rules) {
  if (rules.pattern || rules.digits == 0) return {};
  return ' ' + std::to_string(rules.digits) + " digits";
}

bool is_address_char(char c) {
  return c > ' ' && c <= '~' && std::string_view{"()<>[]:;,\\\""}.find(c) == std::string_view::npos;
}

bool are_recipients(const MailForm& form) {
  const auto to = addresses_in(form.to);
  const auto cc = addresses_in(form.cc);
  return !to.empty() && to.size() + cc.size() <= recipients_max &&
         std::ranges::all_of(to, is_address) && std::ranges::all_of(cc, is_address);
}

/// A line break in a header begins another header.
bool is_subject(std::string_view subject) {
  return !text::is_blank(subject) &&
         subject.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

std::string_view without_blanks(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}
}  // namespace

Faults faults_of_sms(const NumberRules& rules, std::string_view number, std::string_view text) {
  if (text::is_blank(number) || text::is_blank(text)) return {{Errc::sms_blank, {}}};
  if (!is_number(rules, number)) return {{Errc::sms_number, {length_text(rules)}}};
  return {};
}

Faults faults_of_mail(const MailForm& form, std::string_view from) {
  Faults faults;
  if (!are_recipients(form)) faults.push_back({Errc::email_to, {}});
  if (!is_subject(form.subject)) faults.push_back({Errc::email_subject, {}});
  if (text::is_blank(form.content)) faults.push_back({Errc::email_content, {}});
  if (!is_address(from)) faults.push_back({Errc::email_from, {}});
  return faults;
}

std::vector<std::string> addresses_in(const std::vector<std::string>& values) {
  std::vector<std::string> addresses;
  for (std::string_view rest : values) {
    while (!rest.empty()) {
      const size_t comma = std::min(rest.find(','), rest.size());
      const std::string_view one = without_blanks(rest.substr(0, comma));
      if (!one.empty()) addresses.emplace_back(one);
      if (addresses.size() > recipients_max) return addresses;
      rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
  }
  return addresses;
}

bool is_address(std::string_view text) {
  const size_t at = text.find('@');
  if (at == std::string_view::npos || at == 0 || at > local_chars_max) return false;
  const std::string_view domain = text.substr(at + 1);
  return text.size() <= address_chars_max && !domain.empty() &&
         domain.find('@') == std::string_view::npos && domain.front() != '.' &&
         domain.back() != '.' && std::ranges::all_of(text, is_address_char);
}
}  // namespace notification
