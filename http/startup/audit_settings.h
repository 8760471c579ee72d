// http/startup/audit_settings.h: idkernel.audit.*.
#pragma once
#include <string>
#include <vector>

#include "actors/audit/archiver.h"
#include "actors/audit/audit_rules.h"
#include "actors/audit/trail.h"
#include "actors/base/config.h"

namespace startup {
struct AuditSettings {
  audit::Rules rules;       ///< of what others report
  audit::TrailRules trail;  ///< of what the server records itself
  audit::ArchiveRules archive;
};

/// Appends what is wrong to `problems`, a line each. The archive lies in `data_dir` unless told.
AuditSettings audit_settings(const config::Config& config, const std::string& data_dir,
                             std::vector<std::string>& problems);
}  // namespace startup
