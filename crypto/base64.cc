// crypto/base64.cc: three bytes to four characters and back.
#include "crypto/base64.h"

#include <array>
#include <cstdint>

namespace crypto {
namespace {
constexpr std::string_view standard =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr uint8_t foreign = 0xff;
using Values = std::array<uint8_t, 256>;

constexpr Values values_of(std::string_view alphabet) {
  Values values{};
  values.fill(foreign);
  for (size_t i = 0; i < alphabet.size(); ++i) {
    values[static_cast<unsigned char>(alphabet[i])] = static_cast<uint8_t>(i);
  }
  return values;
}
constexpr Values standard_values = values_of(standard);
constexpr Values url_values = values_of(url);

void append(std::string& out, std::string_view bytes, std::string_view alphabet) {
  const size_t before = out.size();
  // Whole groups of three bytes, then what is left: no character, two or three.
  out.resize(before + bytes.size() / 3 * 4 + (bytes.size() % 3 * 4 + 2) / 3);
  const auto byte = [&](size_t i) -> uint32_t { return static_cast<unsigned char>(bytes[i]); };
  size_t in = 0;
  char* next = out.data() + before;
  for (; in + 3 <= bytes.size(); in += 3) {
    const uint32_t group = byte(in) << 16 | byte(in + 1) << 8 | byte(in + 2);
    *next++ = alphabet[group >> 18];
    *next++ = alphabet[group >> 12 & 63];
    *next++ = alphabet[group >> 6 & 63];
    *next++ = alphabet[group & 63];
  }
  if (in == bytes.size()) return;
  const bool has_two = in + 2 == bytes.size();
  const uint32_t rest = byte(in) << 16 | (has_two ? byte(in + 1) << 8 : 0);
  *next++ = alphabet[rest >> 18];
  *next++ = alphabet[rest >> 12 & 63];
  if (has_two) *next = alphabet[rest >> 6 & 63];
}

std::optional<std::string> decode(std::string_view text, const Values& values) {
  if (text.size() % 4 == 1) return std::nullopt;
  std::string out(text.size() * 3 / 4, '\0');
  const auto value = [&](size_t i) -> uint32_t {
    return values[static_cast<unsigned char>(text[i])];
  };
  size_t in = 0;
  char* next = out.data();
  for (; in + 4 <= text.size(); in += 4) {
    const uint32_t a = value(in);
    const uint32_t b = value(in + 1);
    const uint32_t c = value(in + 2);
    const uint32_t d = value(in + 3);
    if ((a | b | c | d) > 63) return std::nullopt;
    const uint32_t group = a << 18 | b << 12 | c << 6 | d;
    *next++ = static_cast<char>(group >> 16);
    *next++ = static_cast<char>(group >> 8);
    *next++ = static_cast<char>(group);
  }
  if (in == text.size()) return out;
  // Two or three characters are left: one byte or two, and bits that must be zero, else two texts
  // would be one value.
  const bool has_three = in + 3 == text.size();
  const uint32_t a = value(in);
  const uint32_t b = value(in + 1);
  const uint32_t c = has_three ? value(in + 2) : 0;
  if ((a | b | c) > 63) return std::nullopt;
  const uint32_t rest = a << 18 | b << 12 | c << 6;
  if ((rest & (has_three ? 0xffU : 0xffffU)) != 0) return std::nullopt;
  *next++ = static_cast<char>(rest >> 16);
  if (has_three) *next = static_cast<char>(rest >> 8);
  return out;
}
}  // namespace

std::string base64url_encode(std::string_view bytes) {
  std::string out;
  append(out, bytes, url);
  return out;
}

std::optional<std::string> base64url_decode(std::string_view text) {
  return decode(text, url_values);
}

std::string base64_encode(std::string_view bytes) {
  std::string out;
  base64_append(out, bytes);
  return out;
}

void base64_append(std::string& out, std::string_view bytes) {
  append(out, bytes, standard);
  out.append((3 - bytes.size() % 3) % 3, '=');
}

std::optional<std::string> base64_decode(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  for (int padding = 0; padding < 2 && text.ends_with('='); ++padding) text.remove_suffix(1);
  return decode(text, standard_values);
}

std::optional<std::string> base64_decode_any(std::string_view text) {
  std::string_view bare = text;
  if (text.size() % 4 == 0) {
    for (int padding = 0; padding < 2 && bare.ends_with('='); ++padding) bare.remove_suffix(1);
  }
  if (auto bytes = base64url_decode(bare)) return bytes;
  return decode(bare, standard_values);
}
}  // namespace crypto
