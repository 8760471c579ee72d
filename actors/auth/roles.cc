// actors/auth/roles.cc: names to bits.
#include "actors/auth/roles.h"

namespace auth {
std::vector<std::string> RoleTable::names() const {
  std::vector<std::string> out;
  for (const auto& [name, bit] : bits_) out.push_back(name);
  return out;
}

std::optional<size_t> RoleTable::add(std::string_view name) {
  if (const auto known = bits_.find(name); known != bits_.end()) return known->second;
  if (bits_.size() == roles_max) return std::nullopt;
  return bits_.emplace(name, bits_.size()).first->second;
}

RoleSet RoleTable::set_of(std::span<const std::string> names) const {
  RoleSet roles;
  for (const auto& name : names) {
    if (const auto known = bits_.find(name); known != bits_.end()) roles.set(known->second);
  }
  return roles;
}
}  // namespace auth
