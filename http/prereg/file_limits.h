// http/prereg/file_limits.h: what configuration allows of the files that are added to applications.
#pragma once
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/expected.h"

namespace http {
struct FileLimits {
  size_t bytes_max = 1'000'000;          ///< preregistration.documentupload.allowed.file.size
  size_t name_chars_max = 50;            ///< preregistration.documentupload.allowed.file.nameLength
  std::vector<std::string> media_types;  ///< preregistration.documentupload.allowed.file.type
};

inline constexpr size_t name_chars_limit = 255;
/// Of a body that brings a file: the frame of the form and what describes the file.
inline constexpr size_t form_frame_bytes = 4096;

/// From the three keys; `body_bytes_max` is idkernel.http.body-bytes-max. Errors, for the operator,
/// which name the key: it is missing; no whole number from 1 on; a size whose form would be refused
/// as a body; more than name_chars_limit; no list of media types.
Expected<FileLimits, std::string> file_limits_of(
    const std::map<std::string, std::string, std::less<>>& values, size_t body_bytes_max);
}  // namespace http
