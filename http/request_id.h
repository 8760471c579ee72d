// http/request_id.h: the name of one request in the log and in its answer.
#pragma once
#include <string>
#include <string_view>

namespace http {
/// `sent` when it is 1 to 64 characters of A-Z a-z 0-9 . _ -, else a new one of 32 hex digits. Not
/// a secret: it comes from a fast generator, not from the CSPRNG.
std::string request_id(std::string_view sent);

/// True for a well-formed W3C traceparent of version 00, the form that may go into the log.
bool is_traceparent(std::string_view text);
}  // namespace http
