// actors/otp_message/templates.cc: one pass over the text, from one $ to the next.
#include "actors/otp_message/templates.h"

#include <algorithm>
#include <optional>

namespace otp_message {
namespace {
constexpr std::string_view code_name = "otp";

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_name_part(char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '_' || c == '-'; }

/// A reference at the begin of a text that begins with $.
struct Reference {
  std::string_view whole;
  std::string_view name;
  bool quiet = false;
};

std::optional<Reference> reference_at(std::string_view text) {
  size_t at = 1;
  const auto take = [&](char c) {
    if (at == text.size() || text[at] != c) return false;
    ++at;
    return true;
  };
  Reference found;
  found.quiet = take('!');
  const bool has_brace = take('{');
  const size_t begin = at;
  if (at == text.size() || !is_letter(text[at])) return std::nullopt;
  while (at < text.size() && is_name_part(text[at])) ++at;
  found.name = text.substr(begin, at - begin);
  if (has_brace && !take('}')) return std::nullopt;
  found.whole = text.substr(0, at);
  return found;
}

std::string_view shortened(std::string_view utf8) {
  if (utf8.size() <= value_bytes_max) return utf8;
  size_t end = value_bytes_max;
  while (end > 0 && (static_cast<unsigned char>(utf8[end]) & 0xc0) == 0x80) --end;
  return utf8.substr(0, end);
}

std::string_view html_of(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    default:
      return {};
  }
}

void append_value(std::string& out, std::string_view value, Escape escape) {
  for (const char c : shortened(value)) {
    const bool is_control = (c >= 0 && c < ' ') || c == '\x7f';
    const std::string_view html = escape == Escape::html ? html_of(c) : std::string_view{};
    if (!html.empty()) {
      out += html;
    } else {
      out += is_control ? ' ' : c;
    }
  }
}
}  // namespace

const std::string* Templates::find(std::string_view name, std::string_view language) const {
  const auto found = texts_.find(std::string{name}.append(".").append(language));
  return found == texts_.end() ? nullptr : &found->second;
}

std::string rendered(std::string_view text, const Variables& variables, Escape escape,
                     std::string_view place) {
  std::string out;
  while (!text.empty()) {
    const size_t dollar = std::min(text.find('$'), text.size());
    out += text.substr(0, dollar);
    text.remove_prefix(dollar);
    if (text.empty()) break;
    const auto reference = reference_at(text);
    if (!reference) {
      out += '$';
      text.remove_prefix(1);
      continue;
    }
    const auto value = variables.find(reference->name);
    if (reference->name == code_name) {
      out += place;
    } else if (value != variables.end()) {
      append_value(out, value->second, escape);
    } else if (!reference->quiet) {
      out += reference->whole;
    }
    text.remove_prefix(reference->whole.size());
  }
  return out;
}
}  // namespace otp_message
