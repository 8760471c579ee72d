// http/startup/otp_settings.cc: mosip.kernel.otp.*, idkernel.otp.* and the proxy code.
#include "http/startup/otp_settings.h"

#include <algorithm>

#include "actors/base/text.h"
#include "http/startup/number_settings.h"
#include "http/startup/problem.h"
#include "http/startup/templates.h"

namespace startup {
namespace {
using config::Config;
using Problems = std::vector<std::string>;

constexpr size_t code_digits_min = 4;
constexpr size_t code_digits_max = 8;

http::OtpErrorStyle error_style(const std::string& text) {
  return text == "seed"        ? http::OtpErrorStyle::seed
         : text == "reference" ? http::OtpErrorStyle::reference
                               : http::OtpErrorStyle::both;
}

bool is_code(const std::string& text) {
  return text.size() >= code_digits_min && text.size() <= code_digits_max &&
         text.find_first_not_of("0123456789") == std::string::npos;
}

std::optional<std::string> fixed_code(const Config& c, bool dev, Problems& problems) {
  if (!c.flag("mosip.kernel.auth.proxy-otp")) return std::nullopt;
  if (!dev) {
    problems.emplace_back(
        "mosip.kernel.auth.proxy-otp=true gives everybody the same code: --dev alone allows it");
  }
  const std::string& code = c.text("mosip.kernel.auth.proxy-otp-value");
  if (!is_code(code))
    problems.emplace_back("mosip.kernel.auth.proxy-otp-value must have 4 to 8 digits");
  return code;
}
/// SMS|EMAIL
void channel_settings(const Config& c, otp_message::Delivery& out, Problems& problems) {
  out.sms = out.email = false;
  std::string_view rest = c.text("mosip.notificationtype");
  while (!rest.empty()) {
    const size_t end = std::min(rest.find('|'), rest.size());
    const std::string name = text::in_capitals(std::string{rest.substr(0, end)});
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (name == "SMS") {
      out.sms = true;
    } else if (name == "EMAIL") {
      out.email = true;
    } else if (name != "NONE") {
      problems.emplace_back("mosip.notificationtype must be SMS, EMAIL, SMS|EMAIL or NONE");
    }
  }
}

/// The languages that mosip.notification.language-type asks for; none when one is not configured.
std::vector<std::string> languages(const Config& c) {
  const std::string& type = c.text("mosip.notification.language-type");
  const std::string& first = c.text("mosip.primary-language");
  const std::string& second = c.text("mosip.secondary-language");
  std::vector<std::string> out;
  if (type != "SECONDARY") out.push_back(first);
  if (type == "SECONDARY" || (type == "BOTH" && !second.empty())) out.push_back(second);
  if (out.front().empty()) out.clear();
  return out;
}
}  // namespace

void otp_settings(const Config& c, bool dev, OtpSettings& out, Problems& problems) {
  auto& rules = out.rules;
  rules.code_digits = as<int>(c.integer("mosip.kernel.otp.default-length"));
  rules.expiry_seconds = c.integer("mosip.kernel.otp.expiry-time");
  rules.freeze_seconds = c.integer("mosip.kernel.otp.key-freeze-time");
  rules.wrong_max = as<uint32_t>(c.integer("mosip.kernel.otp.validation-attempt-threshold"));
  rules.generations_max = as<uint32_t>(c.integer("idkernel.otp.generations-max"));
  rules.window_seconds = c.integer("idkernel.otp.generations-window");
  rules.key_chars_min = as<size_t>(c.integer("mosip.kernel.otp.min-key-length"));
  rules.key_chars_max = as<size_t>(c.integer("mosip.kernel.otp.max-key-length"));
  if (rules.key_chars_min > rules.key_chars_max) {
    problems.emplace_back(
        "mosip.kernel.otp.min-key-length is above mosip.kernel.otp.max-key-length");
  }
  channel_settings(c, out.delivery, problems);
  out.delivery.languages = languages(c);
  out.delivery.html = c.flag("mosip.kernel.mail.content.html.enable");
  try {
    out.delivery.templates = open_templates(c.text("idkernel.templates.dir"));
  } catch (const Problem& problem) {
    problems.emplace_back(problem.what());
  }
  out.fixed_code = fixed_code(c, dev, problems);
  out.wire.error_style = error_style(c.text("otp.validate.error-style"));
  if (c.text("otpmanager.validate.compat") == "reference")
    out.wire.success_message = "VALIDATION_SUCCESSFUL";
}
}  // namespace startup
