// http/startup/prereg_config.cc: the file of pre-registration below, the server's layers above.
#include "http/startup/prereg_config.h"

#include "actors/base/properties.h"
#include "actors/id_object/loader.h"
#include "http/startup/built_in_master_data.h"
#include "http/startup/built_in_prereg.h"
#include "http/startup/config_file.h"

namespace startup {
namespace {
constexpr std::string_view ui_keys = "ui.config.params";

/// A file that a setting names, or what stands for it.
struct NamedFile {
  const char* key;
  std::string file;  ///< empty: built in
  std::string_view built_in;

  /// What errors call it.
  std::string name() const { return file.empty() ? key : file; }
};

/// What is read each time.
struct Origin {
  NamedFile file;
  NamedFile schema, languages, genders, individual_types, locations, documents;
  bool strict = false;        ///< idkernel.prereg.strict-master-data
  size_t body_bytes_max = 0;  ///< idkernel.http.body-bytes-max
  config::Sources layers;     ///< but for the environment, which holds secrets of others
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

/// What a file holds, or that it cannot be read.
struct FileText {
  std::string text, fault;
};
FileText text_of(const NamedFile& file) {
  if (file.file.empty()) return {std::string{file.built_in}, {}};
  std::vector<std::string> problems;
  std::string text = config_file_text(file.key, file.file, problems);
  return {std::move(text), problems.empty() ? std::string{} : problems.front()};
}

Expected<config::Texts, std::string> file_values(const NamedFile& file) {
  const FileText read = text_of(file);
  if (!read.fault.empty()) return read.fault;
  const auto parsed = properties::parse(read.text);
  if (!parsed.ok())
    return file.name() + ":" + std::to_string(parsed.error().line) + ": " +
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

Expected<config::Texts, std::string> read_values(const Origin& origin) {
  auto file = file_values(origin.file);
  if (!file.ok()) return file;
  const auto wanted = [](std::string_view key) { return !key.starts_with("idkernel."); };
  config::Sources layers = origin.layers;
  layers.environment = config::process_environment();
  auto values = config::overlaid(file.value(), layers, wanted);
  if (!values.ok()) return values;
  forget_others(values.value(), file.value());
  for (const auto& [key, value] : origin.own) values.value().insert_or_assign(key, value);
  return values;
}

/// Puts master data and validator into `out`; what is wrong, if anything.
std::string read_master_data(const Origin& origin, http::PreregSettings& out) {
  std::string fault;
  const auto text = [&fault](const NamedFile& file) {
    FileText read = text_of(file);
    if (fault.empty()) fault = std::move(read.fault);
    return std::move(read.text);
  };
  const auto table = [&](const NamedFile& file) {
    return master_data::Table{file.name(), text(file)};
  };
  const master_data::Tables tables{table(origin.languages), table(origin.genders),
                                   table(origin.individual_types), table(origin.locations),
                                   table(origin.documents)};
  id_object::Source source{origin.schema.name(), text(origin.schema), out.values, nullptr,
                           origin.strict};
  if (!fault.empty()) return fault;
  auto data = master_data::MasterData::read(tables);
  if (!data.ok()) return data.error();
  out.master_data = std::make_shared<const master_data::MasterData>(std::move(data).value());
  source.data = out.master_data;
  auto validator = id_object::load(source);
  if (!validator.ok()) return validator.error();
  out.validator = std::move(validator).value();
  return {};
}

Expected<http::PreregSettingsPtr, std::string> read(const Origin& origin) {
  auto values = read_values(origin);
  if (!values.ok()) return values.error();
  auto settings = http::prereg_settings_of(std::move(values).value(), origin.body_bytes_max);
  if (!settings.ok()) return settings.error();
  auto out = std::make_shared<http::PreregSettings>(std::move(settings).value());
  if (std::string fault = read_master_data(origin, *out); !fault.empty()) return fault;
  return http::PreregSettingsPtr{std::move(out)};
}

Origin origin_of(const config::Config& c, const Arguments& arguments) {
  Origin out{.file = {"idkernel.prereg.config-file", c.text("idkernel.prereg.config-file"),
                      built_in_prereg},
             .schema = {"idkernel.prereg.schema-file", c.text("idkernel.prereg.schema-file"),
                        built_in_identity_schema},
             .languages = {"idkernel.master-data.languages-file",
                           c.text("idkernel.master-data.languages-file"), built_in_languages},
             .genders = {"idkernel.master-data.genders-file",
                         c.text("idkernel.master-data.genders-file"), built_in_genders},
             .individual_types = {"idkernel.master-data.individual-types-file",
                                  c.text("idkernel.master-data.individual-types-file"),
                                  built_in_individual_types},
             .locations = {"idkernel.master-data.locations-file",
                           c.text("idkernel.master-data.locations-file"), built_in_locations},
             .documents = {"idkernel.master-data.documents-file",
                           c.text("idkernel.master-data.documents-file"), built_in_documents},
             .strict = c.flag("idkernel.prereg.strict-master-data"),
             .body_bytes_max = static_cast<size_t>(c.integer("idkernel.http.body-bytes-max")),
             .layers = sources_of(arguments),
             .own = obeyed(c)};
  out.layers.environment.clear();
  return out;
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
  out.keeps_pending_code = config.flag("idkernel.prereg.keep-pending-code");
  Origin origin = origin_of(config, arguments);
  auto first = read(origin);
  if (!first.ok()) {
    problems.push_back("pre-registration: " + first.error());
    return;
  }
  out.board = std::make_shared<http::PreregBoard>(
      std::move(first).value(), [origin = std::move(origin)] { return read(origin); });
}
}  // namespace startup
