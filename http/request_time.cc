// http/request_time.cc: the calendar is judged by the parser of the strict form.
#include "http/request_time.h"

#include <algorithm>
#include <string>

#include "actors/base/clock.h"

namespace http {
namespace {
constexpr size_t to_the_second = 19;  // yyyy-MM-ddTHH:mm:ss
constexpr size_t fraction_digits_max = 9;

bool is_fraction(std::string_view text) {
  if (text.empty()) return true;
  const std::string_view digits = text.substr(1);
  return text.front() == '.' && !digits.empty() && digits.size() <= fraction_digits_max &&
         std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
}
}  // namespace

bool is_request_time(std::string_view text) {
  if (text.ends_with('Z')) text.remove_suffix(1);
  if (text.size() < to_the_second || !is_fraction(text.substr(to_the_second))) return false;
  UtcTime time{};
  return parse_iso_utc(std::string{text.substr(0, to_the_second)} + ".000Z", time);
}
}  // namespace http
