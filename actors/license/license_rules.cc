// actors/license/license_rules.cc: checks in the order of keys sheet 7.
#include "actors/license/license_rules.h"

#include <algorithm>

#include "actors/base/text.h"

namespace license {
std::optional<Status> status_of(std::string_view text) {
  if (text == "ACTIVE") return Status::active;
  if (text == "SUSPENDED") return Status::suspended;
  if (text == "BLOCKED") return Status::blocked;
  return std::nullopt;
}

Faults faults_of_pair(std::string_view misp_id, std::string_view license_key) {
  Faults faults;
  if (text::is_blank(misp_id)) faults.push_back({Errc::license_misp_blank, {}});
  if (text::is_blank(license_key)) faults.push_back({Errc::license_key_blank, {}});
  return faults;
}

Faults faults_of_mapping(std::string_view misp_id, std::string_view license_key,
                         const std::vector<std::string>& permissions) {
  Faults faults = faults_of_pair(misp_id, license_key);
  if (permissions.empty() || std::ranges::any_of(permissions, text::is_blank))
    faults.push_back({Errc::license_permission_blank, {}});
  return faults;
}

bool accepts(const Rules& rules, const std::vector<std::string>& permissions) {
  return std::ranges::all_of(permissions, [&](const std::string& permission) {
    return std::ranges::find(rules.permissions, permission) != rules.permissions.end();
  });
}

std::vector<std::string> joined(const std::vector<std::string>& added,
                                const std::vector<std::string>& before) {
  std::vector<std::string> out;
  for (const auto* list : {&added, &before}) {
    for (const std::string& permission : *list) {
      if (std::ranges::find(out, permission) == out.end()) out.push_back(permission);
    }
  }
  return out;
}

std::optional<Errc> lookup_fault(const License& license, UtcTime now) {
  if (license.status != Status::active) return Errc::license_not_found;
  if (now > license.expires) return Errc::license_expired;
  if (license.permissions.empty()) return Errc::license_no_permissions;
  return std::nullopt;
}
}  // namespace license
