// actors/auth/code_rules.cc: the table of auth sheet 5.2.
#include "actors/auth/code_rules.h"

#include <algorithm>

#include "actors/auth/app_ids.h"

namespace auth {
namespace {
using outbox::Channel;

constexpr size_t email_bytes_max = 254;
constexpr size_t phone_digits_min = 6;
constexpr size_t phone_digits_max = 15;

bool is_email(std::string_view text) {
  const size_t at = text.find('@');
  const auto is_printable = [](char c) {
    return c > ' ' && c < '\x7f' && c != ',' && c != ';' && c != '<' && c != '>';
  };
  return text.size() <= email_bytes_max && at != 0 && at != std::string_view::npos &&
         at + 1 < text.size() && text.find('@', at + 1) == std::string_view::npos &&
         std::ranges::all_of(text, is_printable);
}

bool is_phone(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  return text.size() >= phone_digits_min && text.size() <= phone_digits_max &&
         text.find_first_not_of("0123456789") == std::string_view::npos;
}
}  // namespace

CodeRules code_rules_of(std::string_view app_id) {
  if (app_id == "preregistration") return {.channels_max = 1, .registers_itself = true};
  if (app_id == "ida") return {.takes_uin = true};
  if (app_id == "resident") return {.takes_uin = true, .role = "RESIDENT"};
  return {};
}

std::optional<UserIdKind> user_id_kind_of(std::string_view text) {
  const std::string kind = lower_case(text);
  if (kind == "uin") return UserIdKind::uin;
  if (kind == "userid") return UserIdKind::user_id;
  return std::nullopt;
}

std::optional<Channel> channel_of(std::string_view name) {
  const std::string channel = lower_case(name);
  if (channel == "email") return Channel::email;
  for (const char* one : {"phone", "mobile", "mobilenumber", "sms"})
    if (channel == one) return Channel::sms;
  return std::nullopt;
}

Result<std::vector<Channel>> channels_of(const std::vector<std::string>& names,
                                         size_t channels_max) {
  std::vector<Channel> channels;
  for (const std::string& name : names) {
    const auto channel = channel_of(name);
    if (!channel) return Errc::sendotp_channel_invalid;
    if (std::ranges::find(channels, *channel) == channels.end()) channels.push_back(*channel);
  }
  if (channels.empty()) return Errc::sendotp_channel_invalid;
  if (channels.size() > channels_max) return Errc::sendotp_multiple_channels;
  return channels;
}

bool is_address(Channel channel, std::string_view text) {
  return channel == Channel::email ? is_email(text) : is_phone(text);
}

std::optional<std::string> address_of(const Contact& contact, Channel channel) {
  const std::string& address = channel == Channel::email ? contact.email : contact.phone;
  if (!is_address(channel, address)) return std::nullopt;
  return address;
}
}  // namespace auth
