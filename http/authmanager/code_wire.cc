// http/authmanager/code_wire.cc: see the header.
#include "http/authmanager/code_wire.h"

namespace http {
namespace {
constexpr size_t context_chars_max = 64;
}  // namespace

bool is_code_context(std::string_view text) {
  return !text.empty() && text.size() <= context_chars_max &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

std::optional<std::vector<std::string>> channel_names(const Fields& request) {
  const TextField one = request.text({"otpChannel"});
  if (one.kind == TextField::Kind::text)
    return one.blank() ? std::vector<std::string>{} : std::vector{one.value};
  return request.texts("otpChannel");
}

otp_message::Variables variables_of(const Fields& request) {
  otp_message::Variables variables;
  for (const char* name : {"templateVariables", "templateParams"}) {
    for (auto& [key, value] : request.object(name).all_texts()) variables.emplace(key, value);
  }
  return variables;
}
}  // namespace http
