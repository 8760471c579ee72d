// http/startup/archive_figures.cc: counters of the archiver; all 0 while it is off.
#include "http/startup/archive_figures.h"

namespace startup {
std::vector<http::Figures> archive_figures(const Services& services) {
  std::vector<http::Figures> out;
  const auto add = [&](const char* name, const char* help, auto field) {
    out.push_back({name, help, true, [&services, field] {
                     return std::vector<http::Figure>{
                         {{}, static_cast<double>((services.archive().*field).load())}};
                   }});
  };
  add("idkernel_audit_archived_records_total", "Audit records that moved to archive files",
      &audit::ArchiveFigures::records);
  add("idkernel_audit_archived_files_total", "Archive files of audit records",
      &audit::ArchiveFigures::files);
  add("idkernel_audit_archive_faults_total", "Passes over a chain that moved nothing for a fault",
      &audit::ArchiveFigures::faults);
  return out;
}
}  // namespace startup
