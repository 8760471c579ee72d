// http/prereg/document_file.h: whether a file may belong to an application: its size, its name, and
// what it is by its content.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "actors/base/error.h"
#include "http/prereg/file_limits.h"

namespace http {
struct FileKind {
  std::string_view format;  ///< pdf, jpg or png
  std::string_view media_type;
};
/// By its first bytes; nothing for any other file.
std::optional<FileKind> kind_of_file(std::string_view bytes);

/// The last part of a path of any system.
std::string_view base_name(std::string_view name);

bool is_utf8(std::string_view text);

/// What is wrong with a file, if anything: document_no_file (empty), document_size, document_name
/// (empty, too long or no UTF-8), document_format (no kind, or one that is not allowed).
std::optional<Errc> fault_of_file(const FileLimits& limits, std::string_view name,
                                  std::string_view bytes);
}  // namespace http
