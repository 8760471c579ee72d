// http/startup/templates.cc: one file a template.
#include "http/startup/templates.h"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

#include "http/startup/arguments.h"
#include "http/startup/built_in_templates.h"
#include "http/startup/problem.h"

namespace startup {
namespace {
namespace fs = std::filesystem;

[[noreturn]] void refuse(const std::string& what) {
  throw Problem(exit_config, "idkernel.templates.dir: " + what);
}

std::string text_of(const fs::path& file) {
  std::error_code error;
  if (fs::file_size(file, error) > template_bytes_max || error)
    refuse(file.string() + " cannot be read or is too large");
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) refuse(file.string() + " cannot be read");
  return text.str();
}

otp_message::Texts texts_in(const std::string& directory) {
  otp_message::Texts texts;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(directory, error)) {
    if (!entry.is_regular_file()) continue;
    if (texts.size() == templates_max)
      refuse("more than " + std::to_string(templates_max) + " files");
    texts.emplace(entry.path().filename().string(), text_of(entry.path()));
  }
  if (error) refuse(directory + " cannot be read");
  if (texts.empty()) refuse(directory + " holds no template");
  return texts;
}

otp_message::Texts built_in() {
  otp_message::Texts texts;
  for (const auto& [name, text] : built_in_templates) texts.emplace(name, text);
  return texts;
}
}  // namespace

std::shared_ptr<const otp_message::Templates> open_templates(const std::string& directory) {
  return std::make_shared<const otp_message::Templates>(directory.empty() ? built_in()
                                                                          : texts_in(directory));
}
}  // namespace startup
