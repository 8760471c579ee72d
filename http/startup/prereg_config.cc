// http/startup/prereg_config.cc: the file of pre-registration below, the server's layers above.
#include "http/startup/prereg_config.h"

#include "actors/base/properties.h"
#include "http/startup/built_in_prereg.h"
#include "http/startup/config_file.h"

namespace startup {
namespace {
constexpr const char* file_key = "idkernel.prereg.config-file";
constexpr std::string_view ui_keys = "ui.config.params";

/// What is read each time.
struct Origin {
  std::string file;        ///< empty: built in
  config::Sources layers;  ///< but for the environment, which holds secrets of others
  /// What this server obeys since its start, so that the portal is told no other.
  config::Texts own;
};

config::Texts obeyed(const config::Config& config) {
  config::Texts out;
  for (const char* key : {"mosip.kernel.otp.default-length", "mosip.kernel.otp.expiry-time",
                          "mosip.kernel.otp.validation-attempt-threshold"})
    out.emplace(key, *config.find(key));
  return out;
}

Expected<config::Texts, std::string> file_values(const std::string& file) {
  std::vector<std::string> problems;
  const std::string text =
      file.empty() ? std::string{built_in_prereg} : config_file_text(file_key, file, problems);
  if (!problems.empty()) return problems.front();
  const auto parsed = properties::parse(text);
  if (!parsed.ok())
    return file + ":" + std::to_string(parsed.error().line) + ": " +
           std::string{parsed.error().what};
  config::Texts out;
  for (const auto& entry : parsed.value()) out.insert_or_assign(entry.key, entry.value);
  return out;
}

/// Whose keys a layer may bring that the file has not.
bool is_of_identities(std::string_view key) {
  return key.starts_with("mosip.id.validation.identity.") ||
         key.starts_with("mosip.kernel.idobjectvalidator.");
}

/// Other keys of the layers are nobody's business here, and may be secrets of other programs.
void forget_others(config::Texts& values, const config::Texts& file) {
  config::Texts told;
  if (const auto names = values.find(ui_keys); names != values.end())
    for (const std::string& name : config::split_list(names->second)) told.emplace(name, "");
  std::erase_if(values, [&](const auto& entry) {
    return !file.contains(entry.first) && !told.contains(entry.first) &&
           !is_of_identities(entry.first);
  });
}

Expected<http::PreregSettingsPtr, std::string> read(const Origin& origin) {
  auto file = file_values(origin.file);
  if (!file.ok()) return file.error();
  const auto wanted = [](std::string_view key) { return !key.starts_with("idkernel."); };
  config::Sources layers = origin.layers;
  layers.environment = config::process_environment();
  auto values = config::overlaid(file.value(), layers, wanted);
  if (!values.ok()) return values.error();
  forget_others(values.value(), file.value());
  for (const auto& [key, value] : origin.own) values.value().insert_or_assign(key, value);
  auto settings = http::prereg_settings_of(std::move(values).value());
  if (!settings.ok()) return settings.error();
  return http::PreregSettingsPtr{
      std::make_shared<const http::PreregSettings>(std::move(settings).value())};
}
}  // namespace

config::Sources sources_of(const Arguments& arguments) {
  config::Sources sources;
  sources.files = arguments.config_files;
  sources.environment = config::process_environment();
  sources.sets = arguments.sets;
  // Registration works as the seed prints it (DECISIONS 7).
  if (arguments.dev) sources.presets.emplace_back("admin.usermgmt.password.require-otp=false");
  return sources;
}

void prereg_config(const config::Config& config, const Arguments& arguments, http::Prereg& out,
                   std::vector<std::string>& problems) {
  Origin origin{config.text("idkernel.prereg.config-file"), sources_of(arguments), obeyed(config)};
  origin.layers.environment.clear();
  auto first = read(origin);
  if (!first.ok()) {
    problems.push_back(std::string{file_key} + ": " + first.error());
    return;
  }
  out.board = std::make_shared<http::PreregBoard>(
      std::move(first).value(), [origin = std::move(origin)] { return read(origin); });
}
}  // namespace startup
