// actors/auth/code_rules.h: sign-in by one-time code: what each application allows, and nothing but
// rules (auth sheet 5.2, 6.1).
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/result.h"
#include "actors/outbox/message.h"

namespace auth {
/// What an application allows. Defaults are those of most.
struct CodeRules {
  size_t channels_max = 2;
  bool takes_uin = false;  ///< its users may be persons of the identity directory
  /// An unknown user id is an address itself, and whoever has it becomes a user with the role
  /// below.
  bool registers_itself = false;
  const char* role = "INDIVIDUAL";
};
/// `app_id` as app_id_of writes it.
CodeRules code_rules_of(std::string_view app_id);

enum class UserIdKind : uint8_t { uin, user_id };
/// UIN or USERID, whatever the case.
std::optional<UserIdKind> user_id_kind_of(std::string_view text);

/// email, or phone, mobile, mobilenumber and sms, whatever the case.
std::optional<outbox::Channel> channel_of(std::string_view name);
/// The channels, each once. Errors: sendotp_channel_invalid, sendotp_multiple_channels.
Result<std::vector<outbox::Channel>> channels_of(const std::vector<std::string>& names,
                                                 size_t channels_max);

/// Whether a message can go there: an e-mail address of printable ASCII without blanks, or 6 to 15
/// digits after at most one plus sign.
bool is_address(outbox::Channel channel, std::string_view text);

/// Where a user is to be found.
struct Contact {
  std::string email;
  std::string phone;
};
/// Its address of this channel; nothing when it has none.
std::optional<std::string> address_of(const Contact& contact, outbox::Channel channel);
}  // namespace auth
