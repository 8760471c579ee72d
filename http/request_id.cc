// http/request_id.cc: checks what a client sent before it reaches the log.
#include "http/request_id.h"

#include <algorithm>
#include <random>

namespace http {
namespace {
constexpr size_t request_id_chars_max = 64;

bool is_lower_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

bool is_id_char(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' ||
         c == '_' || c == '-';
}

void append_hex(std::string& out, uint64_t number) {
  for (int shift = 60; shift >= 0; shift -= 4) {
    out.push_back("0123456789abcdef"[(number >> shift) & 15]);
  }
}
}  // namespace

std::string request_id(std::string_view sent) {
  if (!sent.empty() && sent.size() <= request_id_chars_max &&
      std::all_of(sent.begin(), sent.end(), is_id_char)) {
    return std::string{sent};
  }
  static thread_local std::mt19937_64 generator{std::random_device{}()};
  std::string out;
  out.reserve(32);
  append_hex(out, generator());
  append_hex(out, generator());
  return out;
}

bool is_traceparent(std::string_view text) {
  if (text.size() != 55 || !text.starts_with("00-") || text[35] != '-' || text[52] != '-') {
    return false;
  }
  for (size_t i = 3; i < text.size(); ++i) {
    if (i != 35 && i != 52 && !is_lower_hex(text[i])) return false;
  }
  return true;
}
}  // namespace http
