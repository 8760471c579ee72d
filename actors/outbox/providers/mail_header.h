// actors/outbox/providers/mail_header.h: header lines of a mail (RFC 5322, 2047, 2231).
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/clock.h"

namespace outbox {
/// CR, LF or NUL: whoever gets one into a header writes headers of their own.
bool breaks_a_line(std::string_view text);

/// "Name: text", as encoded words where the text is not plain ASCII of a fitting length.
std::string text_header(std::string_view name, std::string_view text);
/// "Name: a, b", a line for each further address. The addresses break no line.
std::string address_header(std::string_view name, const std::vector<std::string>& addresses);
/// "Date: Tue, 02 Jan 2024 12:00:00 +0000".
std::string date_header(UtcTime time);
/// "Content-Disposition: attachment" with the file's name, as UTF-8 where it is not plain ASCII.
std::string attachment_header(std::string_view file_name);
/// Every line end as CR LF, as a mail's text has them.
std::string with_crlf(std::string_view text);
}  // namespace outbox
