// actors/license/license_record.h: a licence key as the store keeps it.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "actors/license/license_rules.h"

namespace license {
/// Format byte, status, expiry (microseconds since 1970), MISP id, count and texts of permissions.
std::string encoded(const License& license);
/// Nothing when `record` is not what encoded() made.
std::optional<License> decoded(std::string_view record);
}  // namespace license
