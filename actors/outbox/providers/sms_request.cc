// actors/outbox/providers/sms_request.cc: percent-encoding and JSON texts.
#include "actors/outbox/providers/sms_request.h"

#include <fmt/format.h>

#include <utility>

namespace outbox {
namespace {
bool is_unreserved(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

std::string percent_encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (is_unreserved(c))
      out.push_back(c);
    else
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

std::string json_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '"' || c == '\\')
      out += {'\\', c};
    else if (c >= 0 && c < ' ')
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    else
      out.push_back(c);
  }
  return out;
}
}  // namespace

std::string get_url(const SmsGateway& gateway, const Sms& sms) {
  const std::pair<std::string_view, std::string_view> parameters[] = {
      {"authkey", gateway.authkey}, {"message", sms.text},   {"route", gateway.route},
      {"sender", gateway.sender},   {"mobiles", sms.number}, {"unicode", gateway.unicode},
      {"country", gateway.country}};
  std::string url = gateway.api;
  char joint = url.find('?') == std::string::npos ? '?' : '&';
  for (const auto& [name, value] : parameters) {
    url += std::exchange(joint, '&') + std::string{name} + '=' + percent_encoded(value);
  }
  return url;
}

std::string post_body(const SmsGateway& gateway, const Sms& sms) {
  const std::pair<std::string_view, std::string_view> values[] = {
      {"$number", sms.number},      {"$message", sms.text},      {"$authkey", gateway.authkey},
      {"$route", gateway.route},    {"$sender", gateway.sender}, {"$unicode", gateway.unicode},
      {"$country", gateway.country}};
  std::string body;
  std::string_view rest = gateway.post_template;
  while (!rest.empty()) {
    const size_t text_bytes = std::min(rest.find('$'), rest.size());
    body += rest.substr(0, text_bytes);
    rest.remove_prefix(text_bytes);
    if (rest.empty()) break;
    std::string_view taken = rest.substr(0, 1);
    std::string put{taken};
    for (const auto& [name, value] : values) {
      if (!rest.starts_with(name)) continue;
      taken = name;
      put = json_escaped(value);
      break;
    }
    body += put;
    rest.remove_prefix(taken.size());
  }
  return body;
}
}  // namespace outbox
