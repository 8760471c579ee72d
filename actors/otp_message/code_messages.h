// actors/otp_message/code_messages.h: the messages that bring a code, with a place for it.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/result.h"
#include "actors/otp_message/templates.h"
#include "actors/outbox/message.h"

namespace otp_message {
/// Stands for the code in subject and text until there is one. Values cannot hold it: it is a
/// control character.
inline constexpr std::string_view code_place = "\x1a";

/// What configuration says about them.
struct Delivery {
  std::shared_ptr<const Templates> templates = std::make_shared<const Templates>(Texts{});
  bool sms = true;    ///< mosip.notificationtype
  bool email = true;  ///< the same
  bool html = true;   ///< a mail whose text begins with < is HTML
  /// By mosip.notification.language-type, the first one first; empty when what it asks for is not
  /// configured.
  std::vector<std::string> languages;
};

/// Where one message of a code goes.
struct Address {
  outbox::Channel channel = outbox::Channel::sms;
  std::string to;
};

/// Nothing when codes are sent over one of `wanted` at least; else sendotp_sms_off,
/// sendotp_email_off or sendotp_both_off.
std::optional<Errc> fault_of_channels(const Delivery& delivery,
                                      const std::vector<outbox::Channel>& wanted);

/// One message an address whose channel is on. The templates are CONTEXT-sms-template,
/// CONTEXT-email-subject-template and CONTEXT-email-content-template; texts of two languages stand
/// below each other, the subject is the first one's. Errors: sendotp_no_language, template_missing.
Result<std::vector<outbox::Message>> code_messages(const Delivery& delivery,
                                                   std::string_view context,
                                                   const Variables& variables,
                                                   const std::vector<Address>& addresses);

/// Puts the code into its places.
void put_code(outbox::Message& message, std::string_view code);
}  // namespace otp_message
