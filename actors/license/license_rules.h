// actors/license/license_rules.h: the rules of licence keys, and nothing but rules (keys sheet 7).
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/clock.h"
#include "actors/base/error.h"

namespace license {
/// mosip.kernel.licensekey.length and .permissions.
struct Rules {
  size_t key_chars = 16;
  std::vector<std::string> permissions;  ///< the accepted ones, compared to the letter
};

enum class Status : uint8_t { active = 1, suspended = 2, blocked = 3 };

/// "ACTIVE", "SUSPENDED" or "BLOCKED", to the letter; nothing for any other text.
std::optional<Status> status_of(std::string_view text);

/// One licence key as its partition keeps it.
struct License {
  std::string misp_id;
  UtcTime expires{};
  Status status = Status::active;
  std::vector<std::string> permissions;
};

/// What the two names of a key and its owner lack: license_misp_blank, license_key_blank, or both.
Faults faults_of_pair(std::string_view misp_id, std::string_view license_key);

/// faults_of_pair, and license_permission_blank when `permissions` is empty or holds a blank one.
Faults faults_of_mapping(std::string_view misp_id, std::string_view license_key,
                         const std::vector<std::string>& permissions);

/// Whether every one of `permissions` is accepted.
bool accepts(const Rules& rules, const std::vector<std::string>& permissions);

/// The new permissions, then the old ones, each once (keys sheet D19).
std::vector<std::string> joined(const std::vector<std::string>& added,
                                const std::vector<std::string>& before);

/// Why the permissions of `license` are not told at `now`, if anything: license_not_found (not
/// active), license_expired, license_no_permissions.
std::optional<Errc> lookup_fault(const License& license, UtcTime now);
}  // namespace license
