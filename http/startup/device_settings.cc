// http/startup/device_settings.cc: the tables of master data.
#include "http/startup/device_settings.h"

#include "http/startup/built_in_tables.h"
#include "http/startup/config_file.h"

namespace startup {
namespace {
using Problems = std::vector<std::string>;

void applicant_table(const config::Config& c, MasterDataSettings& out, Problems& problems) {
  constexpr const char* key = "idkernel.applicant-type.table-file";
  const std::string& file = c.text("idkernel.applicant-type.table-file");
  const size_t before = problems.size();
  const std::string text =
      file.empty() ? std::string{built_in_applicant_types} : config_file_text(key, file, problems);
  if (problems.size() > before) return;
  auto table = applicant_type::Table::read(text);
  if (!table.ok()) {
    problems.push_back(std::string{key} + ": " + file + (file.empty() ? "" : " ") + table.error());
    return;
  }
  out.applicant_types = std::make_shared<const applicant_type::Table>(std::move(table).value());
}
void type_table(const config::Config& c, MasterDataSettings& out, Problems& problems) {
  constexpr const char* key = "idkernel.device.types-file";
  const std::string& file = c.text("idkernel.device.types-file");
  const size_t before = problems.size();
  const std::string text =
      file.empty() ? std::string{built_in_device_types} : config_file_text(key, file, problems);
  if (problems.size() > before) return;
  auto types = device::DeviceTypes::read(text);
  if (!types.ok()) {
    problems.push_back(std::string{key} + ": " + file + (file.empty() ? "" : " ") + types.error());
    return;
  }
  out.devices.types = std::make_shared<const device::DeviceTypes>(std::move(types).value());
}

void window_setting(const config::Config& c, MasterDataSettings& out, Problems& problems) {
  const auto window = device::window_of(c.text("masterdata.registerdevice.timestamp.validate"));
  if (!window) {
    problems.emplace_back(
        "masterdata.registerdevice.timestamp.validate: expected minutes, +5 or -5, 1440 at most");
    return;
  }
  out.devices.window = *window;
}
}  // namespace

void device_settings(const config::Config& c, MasterDataSettings& out, Problems& problems) {
  applicant_table(c, out, problems);
  type_table(c, out, problems);
  window_setting(c, out, problems);
  out.has_device_white_list = c.flag("idkernel.device.white-list");
  out.devices.environment = c.text("mosip.stage.environment");
  out.devices.language = c.text("mosip.primary-language");
}
}  // namespace startup
