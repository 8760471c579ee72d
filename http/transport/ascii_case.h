// http/transport/ascii_case.h: letters of ASCII, and no others, without their case.
#pragma once

namespace http::transport {
/// A capital letter of ASCII as a small one; every other byte as it is.
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }
}  // namespace http::transport
