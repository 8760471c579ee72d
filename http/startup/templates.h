// http/startup/templates.h: the texts of messages: from a directory, or those built in.
#pragma once
#include <memory>
#include <string>

#include "actors/otp_message/templates.h"

namespace startup {
/// Longest template file, and how many a directory may hold.
inline constexpr size_t template_bytes_max = 65'536;
inline constexpr size_t templates_max = 4'096;

/// `directory` is idkernel.templates.dir; empty: what is built in. Throws Problem when it cannot be
/// read or holds something that is no template.
std::shared_ptr<const otp_message::Templates> open_templates(const std::string& directory);
}  // namespace startup
