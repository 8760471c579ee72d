// http/prereg/document_file.cc: magic numbers and limits.
#include "http/prereg/document_file.h"

#include <simdjson.h>

#include <algorithm>
#include <array>

namespace http {
namespace {
struct Magic {
  std::string_view bytes;
  FileKind kind;
};
constexpr std::array<Magic, 3> magics = {{{"%PDF-", {"pdf", "application/pdf"}},
                                          {"\xff\xd8\xff", {"jpg", "image/jpeg"}},
                                          {"\x89PNG\r\n\x1a\n", {"png", "image/png"}}}};

size_t chars_of(std::string_view utf8) {
  return static_cast<size_t>(std::ranges::count_if(
      utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}
}  // namespace

std::optional<FileKind> kind_of_file(std::string_view bytes) {
  for (const Magic& magic : magics)
    if (bytes.starts_with(magic.bytes)) return magic.kind;
  return std::nullopt;
}

std::string_view base_name(std::string_view name) {
  const size_t slash = name.find_last_of("/\\");
  return slash == std::string_view::npos ? name : name.substr(slash + 1);
}

bool is_utf8(std::string_view text) { return simdjson::validate_utf8(text.data(), text.size()); }

std::optional<Errc> fault_of_file(const FileLimits& limits, std::string_view name,
                                  std::string_view bytes) {
  if (bytes.empty()) return Errc::document_no_file;
  if (bytes.size() > limits.bytes_max) return Errc::document_size;
  if (name.empty() || chars_of(name) > limits.name_chars_max || !is_utf8(name))
    return Errc::document_name;
  const auto kind = kind_of_file(bytes);
  if (!kind || std::ranges::find(limits.media_types, kind->media_type) == limits.media_types.end())
    return Errc::document_format;
  return std::nullopt;
}
}  // namespace http
