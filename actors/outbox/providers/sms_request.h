// actors/outbox/providers/sms_request.h: what a gateway is asked, in its two forms (ids sheet 8.3).
#pragma once
#include <string>
#include <string_view>

namespace outbox {
/// mosip.kernel.sms.*: the gateway and what it wants to hear with each message.
struct SmsGateway {
  std::string api;
  std::string authkey;
  std::string route;
  std::string sender;
  std::string unicode;
  std::string country;
  std::string post_template;  ///< a POST's body; empty: GET with query parameters
};

struct Sms {
  std::string_view number;
  std::string_view text;
};

/// The URL of a GET: authkey, message, route, sender, mobiles, unicode, country.
std::string get_url(const SmsGateway& gateway, const Sms& sms);
/// The template with $number, $message, $authkey, $route, $sender, $unicode and $country replaced
/// by what may stand between the quotes of a JSON text. Any other `$` stays.
std::string post_body(const SmsGateway& gateway, const Sms& sms);
}  // namespace outbox
