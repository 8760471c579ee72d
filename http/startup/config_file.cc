// http/startup/config_file.cc: one bounded read.
#include "http/startup/config_file.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

namespace startup {
std::string config_file_text(const char* key, const std::string& file,
                             std::vector<std::string>& problems) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  std::ifstream in(file, std::ios::binary);
  std::string text;
  if (!error && size <= config_file_bytes_max) text.assign(std::istreambuf_iterator<char>{in}, {});
  if (error || size > config_file_bytes_max || !in)
    problems.push_back(std::string{key} + ": " + file + " cannot be read or is too large");
  return text;
}
}  // namespace startup
