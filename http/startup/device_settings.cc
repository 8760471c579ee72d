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
}  // namespace

void device_settings(const config::Config& c, MasterDataSettings& out, Problems& problems) {
  applicant_table(c, out, problems);
}
}  // namespace startup
