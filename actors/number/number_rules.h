// actors/number/number_rules.h: which digit strings may be a UIN, PRID or VID (ids sheet 2.5, 5.2,
// 6.2).
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/number/packed.h"

namespace number {
/// Defaults are those of the UIN: mosip.kernel.uin.length and mosip.kernel.uin.length.*. A limit of
/// 0 or less switches its rule off.
struct NumberRules {
  int digits = 10;  ///< with the check digit
  std::vector<std::string> not_start_with = {"0", "1"};
  int sequence_limit = 3;         ///< that many digits going up or down by one
  bool sequence_wraps = true;     ///< 890 and 109 are sequences too (UIN), or not (PRID, VID)
  int repeating_limit = 2;        ///< the same digit at this distance or nearer
  int repeating_block_limit = 2;  ///< a block of that many digits twice, not overlapping
  int even_limit = 3;             ///< that many adjacent digits of 2, 4, 6, 8
  int group_digits = 5;           ///< so many first digits equal the last
  int reverse_group_digits = 5;   ///< so many first digits equal the last reversed
  std::vector<std::string> restricted = {"786", "666"};
  bool refuses_cyclic = true;

  friend bool operator==(const NumberRules&, const NumberRules&) = default;
};

/// The labels of every rule that `text` breaks, in the order of the sheet; empty for a valid
/// number. A wrong LENGTH, then a NUMERIC fault, stands alone. Written for clarity; the fast form
/// is Draft::accepts.
std::vector<std::string_view> broken_rules(const NumberRules& rules, std::string_view text);

inline bool is_valid(const NumberRules& rules, std::string_view text) {
  return broken_rules(rules, text).empty();
}

/// What makes these settings unusable, as a sentence that names the setting; nothing when they are
/// usable.
std::optional<std::string> config_fault(const NumberRules& rules);

// The rules that the fast check shares with broken_rules, each on digits only.
bool starts_with_any(const NumberRules& rules, std::string_view digits);
bool contains_restricted(const NumberRules& rules, std::string_view digits);
bool contains_cyclic(std::string_view digits);
bool has_equal_groups(int group_digits, std::string_view digits);
bool has_mirrored_groups(int group_digits, std::string_view digits);
}  // namespace number
