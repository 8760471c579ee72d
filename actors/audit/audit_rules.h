// actors/audit/audit_rules.h: which members an audit record has and how long each may be (ids
// sheet 10.1). Pure.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "actors/base/error.h"

namespace audit {
/// In the order of the sheet, which is the order of faults and of the stored text.
enum class Field : uint8_t {
  event_id,
  event_name,
  event_type,
  action_time,
  host_name,
  host_ip,
  application_id,
  application_name,
  session_user_id,
  session_user_name,
  id,
  id_type,
  created_by,
  module_name,
  module_id,
  description,
};
inline constexpr size_t fields = 16;

enum class Need : uint8_t { required, relaxed, optional };

struct FieldRule {
  std::string_view name;  ///< on the wire
  size_t characters_max;  ///< in UTF-16 units, as the reference counts; 0: of another form
  Need need;              ///< relaxed: required, unless Rules says otherwise
};
const FieldRule& rule_of(Field field);

/// What a caller reports. A member that is absent or null has no value.
struct Record {
  std::array<std::optional<std::string>, fields> texts;

  std::optional<std::string>& operator[](Field field) { return texts[static_cast<size_t>(field)]; }
  const std::optional<std::string>& operator[](Field field) const {
    return texts[static_cast<size_t>(field)];
  }
};

struct Rules {
  /// idkernel.audit.names-required: sessionUserName, id and idType must be there (D21).
  bool names_required = true;
};

/// What is wrong with a record, a fault a member, in the order of the members: audit_field with the
/// reference's sentence; or audit_format alone when actionTimeStamp is no time of its form.
Faults faults_of(const Rules& rules, const Record& record);
}  // namespace audit
