// actors/device/trust_record.h: companies and device services as bytes, before they are sealed.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "actors/device/trust_rules.h"

namespace device {
/// Format byte, texts, flag, stamp.
std::string encoded(const Company& company);
/// Nothing when `record` is not what encoded() made.
std::optional<Company> decoded_company(std::string_view record);

std::string encoded(const Mds& mds);
std::optional<Mds> decoded_mds(std::string_view record);
}  // namespace device
