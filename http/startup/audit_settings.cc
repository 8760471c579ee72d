// http/startup/audit_settings.cc: names of operations as a set.
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
}  // namespace

AuditSettings audit_settings(const config::Config& config, std::vector<std::string>& problems) {
  AuditSettings out;
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
