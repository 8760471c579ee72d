// tests/fuzz/multipart_fuzz.cc: any bytes as a form: what comes out is inside the bounds, lies in
// the body, breaks no line, and reads the same when it is written again.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "http/multipart.h"

namespace {
void require(bool holds) {
  if (!holds) std::abort();
}

bool is_one_line(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

std::string quoted(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '"' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  return '"' + out + '"';
}

std::string written(const std::vector<http::FormPart>& parts, const std::string& boundary) {
  std::string body;
  for (const auto& part : parts) {
    body += "--" + boundary + "\r\nContent-Disposition: form-data; name=" + quoted(part.name);
    if (part.file_name) body += "; filename=" + quoted(*part.file_name);
    if (!part.content_type.empty()) body += "\r\nContent-Type: " + part.content_type;
    body += "\r\n\r\n" + std::string{part.bytes} + "\r\n";
  }
  return body + "--" + boundary + "--\r\n";
}

void check(std::string_view content_type, std::string_view body) {
  const auto parts = http::parse_form(content_type, body);
  if (!parts) return;
  require(parts->size() <= http::form_parts_max);
  for (const auto& part : *parts) {
    require(!part.name.empty() && is_one_line(part.name) && is_one_line(part.content_type));
    require(!part.file_name || is_one_line(*part.file_name));
    require(part.bytes.data() >= body.data() &&
            part.bytes.data() + part.bytes.size() <= body.data() + body.size());
    if (part.bytes.find("again7MA4") != std::string_view::npos) return;
    if (2 * (part.name.size() + part.file_name.value_or("").size()) + part.content_type.size() >
        3000)
      return;
  }
  const std::string again = written(*parts, "again7MA4");
  const auto reread = http::parse_form("multipart/form-data; boundary=again7MA4", again);
  require(reread && reread->size() == parts->size());
  for (size_t i = 0; i < parts->size(); ++i) {
    require((*reread)[i].name == (*parts)[i].name);
    require((*reread)[i].file_name == (*parts)[i].file_name);
    require((*reread)[i].bytes == (*parts)[i].bytes);
  }
}
}  // namespace

/// The first line is the Content-Type, the rest the body.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const size_t line = std::min(text.find('\n'), text.size());
  const std::string_view body = text.substr(std::min(line + 1, text.size()));
  check(text.substr(0, line), body);
  check("multipart/form-data; boundary=b", body);
  return 0;
}
