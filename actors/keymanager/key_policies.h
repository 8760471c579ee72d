// actors/keymanager/key_policies.h: how long the keys of an application live (keys sheet 2.2).
#pragma once
#include <array>
#include <chrono>
#include <string_view>

namespace keymanager {
/// One row of key_policy_def. Every row of the table below is active.
struct Policy {
  std::string_view application_id;
  std::chrono::days validity{};
  std::chrono::days pre_expire{};
};

/// AUTH_TOKEN and STORE are the server's own (key_rules.h) and live as KERNEL does (DECISIONS 32).
inline constexpr std::array policies{
    Policy{"ROOT", std::chrono::days{2920}, std::chrono::days{1125}},
    Policy{"PMS", std::chrono::days{1460}, std::chrono::days{395}},
    Policy{"KERNEL", std::chrono::days{1095}, std::chrono::days{60}},
    Policy{"AUTH_TOKEN", std::chrono::days{1095}, std::chrono::days{60}},
    Policy{"STORE", std::chrono::days{1095}, std::chrono::days{60}},
    Policy{"PRE_REGISTRATION", std::chrono::days{1095}, std::chrono::days{60}},
    Policy{"REGISTRATION", std::chrono::days{1095}, std::chrono::days{60}},
    Policy{"REGISTRATION_PROCESSOR", std::chrono::days{1095}, std::chrono::days{60}},
    Policy{"ID_REPO", std::chrono::days{1095}, std::chrono::days{60}},
    Policy{"RESIDENT", std::chrono::days{1095}, std::chrono::days{60}},
    Policy{"ADMIN_SERVICES", std::chrono::days{1095}, std::chrono::days{60}},
    Policy{"DIGITAL_CARD", std::chrono::days{1095}, std::chrono::days{60}},
    Policy{"COMPLIANCE_TOOLKIT", std::chrono::days{1095}, std::chrono::days{60}},
};

/// Of base keys. Its row names no application: nothing is made, uploaded or decrypted for BASE.
inline constexpr Policy base_policy{"BASE", std::chrono::days{730}, std::chrono::days{30}};

/// The row of an application; null when it has none.
constexpr const Policy* policy_of(std::string_view application_id) {
  for (const Policy& policy : policies)
    if (policy.application_id == application_id) return &policy;
  return nullptr;
}
}  // namespace keymanager
