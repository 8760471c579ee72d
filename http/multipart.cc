// http/multipart.cc: boundary, part heads, their parameters.
#include "http/multipart.h"

#include <algorithm>

#include "http/percent.h"
#include "http/transport/ascii_case.h"
#include "http/transport/request.h"

namespace http {
namespace {
using transport::equal_ignoring_case;
using Parameters = std::vector<std::pair<std::string, std::string>>;

bool is_token_char(char c) {
  return c > ' ' && c <= '~' &&
         std::string_view{"()<>@,;:\\\"/[]?="}.find(c) == std::string_view::npos;
}

bool takes(std::string_view& text, std::string_view front) {
  if (!text.starts_with(front)) return false;
  text.remove_prefix(front.size());
  return true;
}

void skip_blanks(std::string_view& text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
}

std::string take_token(std::string_view& text) {
  const auto end = std::ranges::find_if_not(text, is_token_char);
  std::string token{text.begin(), end};
  text.remove_prefix(token.size());
  return token;
}

/// A quoted text, its opening quote taken already. A backslash before a quote or a backslash is an
/// escape; any other is itself, since file names of old clients hold them.
std::optional<std::string> take_quoted(std::string_view& text) {
  std::string out;
  while (!text.empty()) {
    const char c = text.front();
    text.remove_prefix(1);
    if (c == '"') return out;
    const bool escapes =
        c == '\\' && !text.empty() && (text.front() == '"' || text.front() == '\\');
    out.push_back(escapes ? text.front() : c);
    if (escapes) text.remove_prefix(1);
  }
  return std::nullopt;
}

/// `; name=value; name="value"` to the end of `text`. Each name once.
std::optional<Parameters> parameters_of(std::string_view text) {
  Parameters out;
  for (;;) {
    skip_blanks(text);
    if (text.empty()) return out;
    if (!takes(text, ";")) return std::nullopt;
    skip_blanks(text);
    std::string name = take_token(text);
    if (name.empty() || !takes(text, "=")) return std::nullopt;
    std::optional<std::string> value = takes(text, "\"") ? take_quoted(text) : take_token(text);
    if (!value) return std::nullopt;
    std::ranges::transform(name, name.begin(), transport::lower);
    for (const auto& [other, unused] : out)
      if (other == name) return std::nullopt;
    out.emplace_back(std::move(name), std::move(*value));
  }
}

const std::string* find(const Parameters& parameters, std::string_view name) {
  for (const auto& [key, value] : parameters)
    if (key == name) return &value;
  return nullptr;
}

bool is_one_line(std::string_view text) {
  return std::ranges::none_of(
      text, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7f; });
}

/// The value of `filename*` (RFC 5987): UTF-8''percent-encoded.
std::optional<std::string> extended_name(std::string_view value) {
  if (value.size() < 7 || !equal_ignoring_case(value.substr(0, 7), "UTF-8''")) return std::nullopt;
  return percent_decode(value.substr(7), false);
}

bool read_disposition(std::string_view value, FormPart& part) {
  if (!equal_ignoring_case(take_token(value), "form-data")) return false;
  const auto parameters = parameters_of(value);
  if (!parameters) return false;
  const std::string* const name = find(*parameters, "name");
  if (name == nullptr || name->empty()) return false;
  part.name = *name;
  if (const std::string* const file = find(*parameters, "filename")) part.file_name = *file;
  if (const std::string* const file = find(*parameters, "filename*")) {
    part.file_name = extended_name(*file);
    if (!part.file_name) return false;
  }
  return is_one_line(part.name) && (!part.file_name || is_one_line(*part.file_name));
}

bool read_header(std::string_view line, FormPart& part) {
  const std::string name = take_token(line);
  if (name.empty() || !takes(line, ":")) return false;
  skip_blanks(line);
  if (!is_one_line(line)) return false;
  if (equal_ignoring_case(name, "content-disposition"))
    return part.name.empty() && read_disposition(line, part);
  if (equal_ignoring_case(name, "content-transfer-encoding"))
    return equal_ignoring_case(line, "binary") || equal_ignoring_case(line, "8bit") ||
           equal_ignoring_case(line, "7bit");
  if (!equal_ignoring_case(name, "content-type")) return true;
  if (!part.content_type.empty()) return false;
  part.content_type = line;
  return true;
}

/// Takes the head of a part and its empty line off the front of `text`.
bool take_head(std::string_view& text, FormPart& part) {
  const std::string_view window = text.substr(0, part_head_bytes_max);
  const size_t end = window.find("\r\n\r\n");
  if (end == std::string_view::npos) return false;
  std::string_view head = window.substr(0, end + 2);
  text.remove_prefix(end + 4);
  while (!head.empty()) {
    const size_t line = head.find("\r\n");
    if (!read_header(head.substr(0, line), part)) return false;
    head.remove_prefix(line + 2);
  }
  return !part.name.empty();
}

std::optional<std::string> boundary_of(std::string_view content_type) {
  constexpr std::string_view type = "multipart/form-data";
  if (!equal_ignoring_case(content_type.substr(0, type.size()), type)) return std::nullopt;
  const auto parameters = parameters_of(content_type.substr(type.size()));
  if (!parameters) return std::nullopt;
  const std::string* const boundary = find(*parameters, "boundary");
  const bool is_good = boundary != nullptr && !boundary->empty() &&
                       boundary->size() <= boundary_chars_max && is_one_line(*boundary) &&
                       boundary->back() != ' ';
  if (!is_good) return std::nullopt;
  return *boundary;
}
}  // namespace

std::optional<std::vector<FormPart>> parse_form(std::string_view content_type,
                                                std::string_view body) {
  const auto boundary = boundary_of(content_type);
  if (!boundary) return std::nullopt;
  const std::string opening = "--" + *boundary;
  const std::string joint = "\r\n" + opening;
  if (!takes(body, opening)) return std::nullopt;
  std::vector<FormPart> parts;
  while (takes(body, "\r\n")) {
    FormPart& part = parts.emplace_back();
    if (parts.size() > form_parts_max || !take_head(body, part)) return std::nullopt;
    const size_t end = body.find(joint);
    if (end == std::string_view::npos) return std::nullopt;
    part.bytes = body.substr(0, end);
    body.remove_prefix(end + joint.size());
  }
  if (!takes(body, "--") || !(body.empty() || body == "\r\n")) return std::nullopt;
  return parts;
}
}  // namespace http
