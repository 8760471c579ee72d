// http/prereg/file_limits.cc: numbers and media types from text.
#include "http/prereg/file_limits.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "actors/base/settings.h"

namespace http {
namespace {
using Values = std::map<std::string, std::string, std::less<>>;

constexpr std::string_view size_key = "preregistration.documentupload.allowed.file.size";
constexpr std::string_view name_key = "preregistration.documentupload.allowed.file.nameLength";
constexpr std::string_view types_key = "preregistration.documentupload.allowed.file.type";

std::string_view value_at(const Values& values, std::string_view key) {
  const auto found = values.find(key);
  return found == values.end() ? std::string_view{} : found->second;
}

std::string fault(std::string_view key, std::string_view why) {
  return std::string{key}.append(why);
}

/// Digits alone, of 1 or more; nothing for any other text.
std::optional<size_t> count_in(std::string_view text) {
  size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number == 0) return std::nullopt;
  return number;
}

/// type/subtype, in lower case.
bool is_media_type(std::string_view text) {
  const size_t slash = text.find('/');
  return slash != std::string_view::npos && slash > 0 && slash + 1 < text.size() &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.+-", slash + 1) ==
             std::string_view::npos &&
         text.substr(0, slash).find_first_not_of("abcdefghijklmnopqrstuvwxyz") ==
             std::string_view::npos;
}
}  // namespace

Expected<FileLimits, std::string> file_limits_of(const Values& values, size_t body_bytes_max) {
  for (const std::string_view key : {size_key, name_key, types_key})
    if (value_at(values, key).empty()) return fault(key, " is missing");
  const auto bytes = count_in(value_at(values, size_key));
  if (!bytes) return fault(size_key, " is no whole number of bytes from 1 on");
  if (body_bytes_max < form_frame_bytes || *bytes > body_bytes_max - form_frame_bytes)
    return fault(size_key, " does not fit into a body of idkernel.http.body-bytes-max (" +
                               std::to_string(body_bytes_max) + ") beside " +
                               std::to_string(form_frame_bytes) + " bytes of the form");
  const auto chars = count_in(value_at(values, name_key));
  if (!chars || *chars > name_chars_limit)
    return fault(name_key, " is no whole number from 1 to " + std::to_string(name_chars_limit));
  FileLimits limits{*bytes, *chars, config::split_list(value_at(values, types_key))};
  if (limits.media_types.empty() || !std::ranges::all_of(limits.media_types, is_media_type))
    return fault(types_key, " is no list of media types in lower case");
  return limits;
}
}  // namespace http
