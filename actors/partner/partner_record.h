// actors/partner/partner_record.h: certificates of authorities and partners as they are stored.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "actors/partner/certificate_rows.h"

namespace partner {
/// Relative to the owner: `A`, then an authority's id; `P`, then that of a partner's certificate.
inline constexpr std::string_view authority_prefix = "A";
inline constexpr std::string_view partner_prefix = "P";
std::string record_key(const Authority& authority);
std::string record_key(const Partner& partner);

std::string encoded(const Authority& authority);
std::string encoded(const Partner& partner);

/// Nothing for a record that no version of this program wrote. `id` is what follows the prefix.
std::optional<Authority> decoded_authority(std::string_view id, std::string_view record);
std::optional<Partner> decoded_partner(std::string_view id, std::string_view record);
}  // namespace partner
