// http/startup/otp_settings.cc: mosip.kernel.otp.*, idkernel.otp.* and the proxy code.
#include "http/startup/otp_settings.h"

#include "http/startup/number_settings.h"

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
  out.fixed_code = fixed_code(c, dev, problems);
  out.wire.error_style = error_style(c.text("otp.validate.error-style"));
  if (c.text("otpmanager.validate.compat") == "reference")
    out.wire.success_message = "VALIDATION_SUCCESSFUL";
}
}  // namespace startup
