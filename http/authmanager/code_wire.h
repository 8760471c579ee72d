// http/authmanager/code_wire.h: what every request for a one-time code carries.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/otp_message/templates.h"
#include "http/call.h"

namespace http {
/// The front of a template's name: a few small letters, digits and hyphens.
bool is_code_context(std::string_view text);
/// otpChannel: an array of texts or one text. Nothing when it is something else.
std::optional<std::vector<std::string>> channel_names(const Fields& request);
/// templateVariables and templateParams, which mean the same.
otp_message::Variables variables_of(const Fields& request);
}  // namespace http
