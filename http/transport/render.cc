// http/transport/render.cc: status line, headers, body.
#include "http/transport/render.h"

#include <array>
#include <charconv>

#include "http/transport/characters.h"

namespace http::transport {
namespace {

void append_number(size_t number, std::string& out) {
  std::array<char, 24> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

/// CR, LF and NUL in a value would end the line or the head: they are left out.
void append_value(std::string_view value, std::string& out) {
  if (is_value(value)) {
    out += value;
    return;
  }
  for (const char c : value) {
    if (is_value_char(c)) out += c;
  }
}

void append_header(std::string_view name, std::string_view value, std::string& out) {
  if (!is_token(name)) return;
  out.append(name).append(": ");
  append_value(value, out);
  out += "\r\n";
}

void append_status(int status, std::string& out) {
  if (status == 200) {
    out += "HTTP/1.1 200 OK\r\n";
    return;
  }
  out += "HTTP/1.1 ";
  append_number(static_cast<size_t>(status), out);
  out.append(" ").append(reason_of(status)).append("\r\n");
}

}  // namespace

std::string_view DateLine::at(std::time_t now) {
  if (now != second_) {
    second_ = now;
    std::tm utc{};
    ::gmtime_r(&now, &utc);
    // Names of days and months are English in the C locale, which the program never leaves.
    bytes_ = std::strftime(text_, sizeof text_, "Date: %a, %d %b %Y %H:%M:%S GMT\r\n", &utc);
  }
  return {text_, bytes_};
}

std::string render_headers(const std::vector<std::pair<std::string, std::string>>& headers) {
  std::string out;
  for (const auto& [name, value] : headers) append_header(name, value, out);
  return out;
}

void render(const Response& response, AnswerForm form, std::string_view date_line,
            std::string_view fixed_headers, std::string& out) {
  const int status = response.status >= 100 && response.status <= 999 ? response.status : 500;
  const bool bodiless = status < 200 || status == 204 || status == 304;
  const bool with_body = !bodiless && !form.head_only;
  out.reserve(out.size() + 256 + fixed_headers.size() + (with_body ? response.body.size() : 0));
  append_status(status, out);
  out += date_line;
  if (!bodiless && !response.content_type.empty()) {
    append_header("Content-Type", response.content_type, out);
  }
  if (!bodiless) {
    out += "Content-Length: ";
    append_number(response.body.size(), out);
    out += "\r\n";
  }
  if (form.close)
    out += "Connection: close\r\n";
  else if (form.say_keep_alive)
    out += "Connection: keep-alive\r\n";
  out += fixed_headers;
  for (const auto& [name, value] : response.headers) append_header(name, value, out);
  out += "\r\n";
  if (with_body) out += response.body;
}

Response plain_error(int status, std::string_view reason) {
  Response response;
  response.status = status;
  response.body =
      "{\"status\":" + std::to_string(status) + ",\"error\":\"" + std::string(reason) + "\"}";
  return response;
}

}  // namespace http::transport
