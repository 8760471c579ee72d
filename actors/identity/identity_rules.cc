// actors/identity/identity_rules.cc: fields of an entry, one by one.
#include "actors/identity/identity_rules.h"

#include <algorithm>

#include "actors/base/text.h"

namespace identity {
namespace {
bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_email(std::string_view text) {
  const auto at = text.find('@');
  const bool is_plain =
      std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f' && c != ','; });
  return is_plain && text.size() <= email_bytes_max && at != std::string_view::npos && at > 0 &&
         at + 1 < text.size() && text.find('@', at + 1) == std::string_view::npos;
}

bool is_phone(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  return text.size() >= phone_digits_min && text.size() <= phone_digits_max &&
         std::ranges::all_of(text, is_digit);
}

bool is_language(std::string_view text) {
  const auto is_part = [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; };
  return text.size() >= 2 && text.size() <= language_bytes_max &&
         std::ranges::all_of(text, is_part);
}
}  // namespace

std::string_view text_of(Status status) {
  switch (status) {
    case Status::activated:
      return "ACTIVATED";
    case Status::deactivated:
      return "DEACTIVATED";
    case Status::blocked:
      return "BLOCKED";
  }
  return "";
}

std::optional<Status> status_of(std::string_view text) {
  const std::string capitals = text::in_capitals(std::string{text});
  for (const Status status : {Status::activated, Status::deactivated, Status::blocked})
    if (capitals == text_of(status)) return status;
  return std::nullopt;
}

bool is_uin(std::string_view text) {
  return !text.empty() && text.size() <= uin_digits_max && std::ranges::all_of(text, is_digit);
}

std::optional<std::string> fault_of(const Entry& entry) {
  const Person& person = entry.person;
  if (!is_uin(entry.uin)) return "uin: expected 1 to 28 digits";
  if (!person.email.empty() && !is_email(person.email)) return "email: not an e-mail address";
  if (!person.phone.empty() && !is_phone(person.phone))
    return "phone: expected 6 to 15 digits, with or without a plus sign before them";
  if (person.languages.size() > languages_max) return "languages: more than 8";
  if (!std::ranges::all_of(person.languages, is_language))
    return "languages: expected codes such as eng";
  return std::nullopt;
}
}  // namespace identity
