// http/startup/audit_settings.cc: names of operations as a set, and the archive.
#include "http/startup/audit_settings.h"

#include <unistd.h>

#include <array>

namespace startup {
namespace {
std::string host_name() {
  std::array<char, 256> name{};
  if (gethostname(name.data(), name.size() - 1) != 0) return "unknown";
  return name.data();
}

audit::ArchiveRules archive_rules(const config::Config& config, const std::string& data_dir) {
  audit::ArchiveRules rules;
  rules.is_on = config.flag("idkernel.audit.archive");
  rules.retention = std::chrono::days{config.integer("idkernel.audit.retention-days")};
  rules.dir = config.text("idkernel.audit.archive-dir");
  if (rules.dir.empty()) rules.dir = data_dir + "/audit-archive";
  rules.records_max = static_cast<uint64_t>(config.integer("idkernel.audit.archive-records-max"));
  rules.bytes_max = static_cast<uint64_t>(config.integer("idkernel.audit.archive-bytes-max"));
  rules.every = std::chrono::seconds{config.integer("idkernel.audit.archive-every-seconds")};
  return rules;
}
}  // namespace

AuditSettings audit_settings(const config::Config& config, const std::string& data_dir,
                             std::vector<std::string>& problems) {
  AuditSettings out;
  out.archive = archive_rules(config, data_dir);
  out.rules.names_required = config.flag("idkernel.audit.names-required");
  out.trail.host_name = host_name();
  for (const std::string& name : config.list("idkernel.audit.operations-off")) {
    if (const auto operation = audit::operation_named(name))
      out.trail.off.set(static_cast<size_t>(*operation));
    else
      problems.push_back("idkernel.audit.operations-off: there is no operation " + name);
  }
  return out;
}
}  // namespace startup
