// actors/outbox/providers/mail_header.cc: encoded words, folding, RFC 2231 names.
#include "actors/outbox/providers/mail_header.h"

#include <fmt/format.h>

#include <algorithm>

#include "crypto/base64.h"

namespace outbox {
namespace {
/// Of a line, with its name: RFC 5322 recommends it, and an encoded word must fit.
constexpr size_t line_chars_max = 76;
/// Bytes of one encoded word: 60 characters of base64 and 12 around them.
constexpr size_t word_bytes_max = 45;

bool is_printable_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

/// How many bytes of `text` make the next word: no character is cut in two.
size_t word_bytes(std::string_view text) {
  if (text.size() <= word_bytes_max) return text.size();
  size_t bytes = word_bytes_max;
  while (bytes > 1 && (static_cast<unsigned char>(text[bytes]) & 0xc0) == 0x80) --bytes;
  return bytes;
}

std::string encoded_words(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const size_t bytes = word_bytes(text);
    if (!out.empty()) out += "\r\n ";
    out += "=?UTF-8?B?" + crypto::base64_encode(text.substr(0, bytes)) + "?=";
    text.remove_prefix(bytes);
  }
  return out;
}

bool is_attribute_char(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' ||
         c == '-' || c == '_';
}

std::string percent_encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (is_attribute_char(c))
      out.push_back(c);
    else
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}
}  // namespace

bool breaks_a_line(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos;
}

std::string text_header(std::string_view name, std::string_view text) {
  const bool is_plain = is_printable_ascii(text) && text.find("=?") == std::string_view::npos &&
                        name.size() + 2 + text.size() <= line_chars_max;
  return std::string{name} + ": " + (is_plain ? std::string{text} : encoded_words(text));
}

std::string address_header(std::string_view name, const std::vector<std::string>& addresses) {
  std::string line = std::string{name} + ": ";
  for (size_t i = 0; i < addresses.size(); ++i) {
    if (i > 0) line += ",\r\n ";
    line += addresses[i];
  }
  return line;
}

std::string date_header(UtcTime time) {
  constexpr const char* week[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{std::chrono::floor<std::chrono::seconds>(time - day)};
  return fmt::format("Date: {}, {:02} {} {} {:02}:{:02}:{:02} +0000",
                     week[std::chrono::weekday{day}.c_encoding()],
                     static_cast<unsigned>(date.day()),
                     months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::string attachment_header(std::string_view file_name) {
  const std::string front = "Content-Disposition: attachment; ";
  const bool is_plain = is_printable_ascii(file_name) && file_name.size() <= line_chars_max &&
                        file_name.find_first_of("\"\\") == std::string_view::npos;
  if (is_plain) return front + "filename=\"" + std::string{file_name} + '"';
  return front + "filename*=UTF-8''" + percent_encoded(file_name);
}

std::string with_crlf(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    const bool is_lone = text[i] == '\n' && (i == 0 || text[i - 1] != '\r');
    if (is_lone) out.push_back('\r');
    out.push_back(text[i]);
  }
  return out;
}
}  // namespace outbox
