// http/multipart.h: a multipart/form-data body (RFC 7578) in its parts. Strict: what two readers
// could take apart differently is refused.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace http {
/// One field or file. `bytes` lies in the body that was parsed.
struct FormPart {
  std::string name;
  std::optional<std::string> file_name;  ///< there: a file
  std::string content_type;              ///< empty: none was named
  std::string_view bytes;
};

inline constexpr size_t form_parts_max = 256;
inline constexpr size_t part_head_bytes_max = 4096;
inline constexpr size_t boundary_chars_max = 70;

/// The parts in their order. Nothing when `content_type` is no multipart/form-data with a boundary,
/// the body does not begin and end with it, a part has no name, one of its headers is not plain, a
/// name or type would break a line, a transfer encoding is used, or a bound is passed.
std::optional<std::vector<FormPart>> parse_form(std::string_view content_type,
                                                std::string_view body);
}  // namespace http
