// actors/audit/audit_place.h: where a record stands among those of all chains.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "actors/base/clock.h"
#include "store/owner.h"

namespace audit {
/// The order is that of time, then of owners (audit_owners.h), then of the chain.
struct Place {
  UtcTime logged{};
  store::Owner owner;
  uint64_t sequence = 0;

  friend bool operator==(const Place&, const Place&) = default;
};
bool operator<(const Place& a, const Place& b);

/// For clients, who hand it back: letters, digits, - and _.
std::string text_of(const Place& place);
/// Nothing when `text` is no place.
std::optional<Place> place_of(std::string_view text);
}  // namespace audit
