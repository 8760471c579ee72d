// http/request_time.h: the envelope's requesttime.
#pragma once
#include <string_view>

namespace http {
/// Whether `text` is a real yyyy-MM-dd'T'HH:mm:ss, with or without a fraction of one to nine digits
/// and with or without Z (auth sheet 1).
bool is_request_time(std::string_view text);
}  // namespace http
