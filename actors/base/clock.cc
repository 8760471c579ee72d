// actors/base/clock.cc: wire forms of time, written digit by digit because every reply carries one.
#include "actors/base/clock.h"

namespace {
using std::chrono::days;
using std::chrono::floor;
using std::chrono::hh_mm_ss;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::year_month_day;

struct Civil {
  unsigned year, month, day, hour, minute, second, millisecond;
};

Civil civil_of(UtcTime time) {
  const auto day = floor<days>(time);
  const year_month_day date{day};
  const hh_mm_ss<milliseconds> clock{floor<milliseconds>(time - day)};
  return {static_cast<unsigned>(static_cast<int>(date.year())),
          static_cast<unsigned>(date.month()),
          static_cast<unsigned>(date.day()),
          static_cast<unsigned>(clock.hours().count()),
          static_cast<unsigned>(clock.minutes().count()),
          static_cast<unsigned>(clock.seconds().count()),
          static_cast<unsigned>(clock.subseconds().count())};
}

void append(std::string& out, unsigned number, int width) {
  char digits[4];
  for (int i = width - 1; i >= 0; --i, number /= 10) {
    digits[i] = static_cast<char>('0' + number % 10);
  }
  out.append(digits, static_cast<size_t>(width));
}

bool read(std::string_view text, size_t at, int width, unsigned& number) {
  number = 0;
  for (int i = 0; i < width; ++i) {
    const char c = text[at + static_cast<size_t>(i)];
    if (c < '0' || c > '9') return false;
    number = number * 10 + static_cast<unsigned>(c - '0');
  }
  return true;
}
}  // namespace

UtcTime system_now() {
  return std::chrono::time_point_cast<microseconds>(std::chrono::system_clock::now());
}

std::string compact_utc(UtcTime time) {
  const Civil c = civil_of(time);
  std::string out;
  out.reserve(14);
  append(out, c.year, 4);
  append(out, c.month, 2);
  append(out, c.day, 2);
  append(out, c.hour, 2);
  append(out, c.minute, 2);
  append(out, c.second, 2);
  return out;
}

std::string iso_utc(UtcTime time) {
  const Civil c = civil_of(time);
  std::string out;
  out.reserve(24);
  append(out, c.year, 4);
  out.push_back('-');
  append(out, c.month, 2);
  out.push_back('-');
  append(out, c.day, 2);
  out.push_back('T');
  append(out, c.hour, 2);
  out.push_back(':');
  append(out, c.minute, 2);
  out.push_back(':');
  append(out, c.second, 2);
  out.push_back('.');
  append(out, c.millisecond, 3);
  out.push_back('Z');
  return out;
}

bool parse_iso_utc(std::string_view text, UtcTime& time) {
  if (text.size() != 24 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' ||
      text[16] != ':' || text[19] != '.' || text[23] != 'Z') {
    return false;
  }
  Civil c{};
  if (!read(text, 0, 4, c.year) || !read(text, 5, 2, c.month) || !read(text, 8, 2, c.day) ||
      !read(text, 11, 2, c.hour) || !read(text, 14, 2, c.minute) || !read(text, 17, 2, c.second) ||
      !read(text, 20, 3, c.millisecond)) {
    return false;
  }
  const year_month_day date{std::chrono::year{static_cast<int>(c.year)},
                            std::chrono::month{c.month}, std::chrono::day{c.day}};
  if (!date.ok() || c.hour > 23 || c.minute > 59 || c.second > 59) return false;
  time = UtcTime{std::chrono::sys_days{date} + std::chrono::hours{c.hour} +
                 std::chrono::minutes{c.minute} + std::chrono::seconds{c.second} +
                 milliseconds{c.millisecond}};
  return true;
}
