// actors/master_data/master_data.cc: what is asked of the rows.
#include "actors/master_data/master_data.h"

#include <algorithm>

namespace master_data {
namespace {
template <class Map, class Key>
const typename Map::mapped_type& found_or_empty(const Map& map, const Key& key) {
  static const typename Map::mapped_type empty;
  const auto found = map.find(key);
  return found == map.end() ? empty : found->second;
}

bool is_active_in(const std::vector<Named>& rows, std::string_view code) {
  return std::ranges::any_of(rows,
                             [&](const Named& row) { return row.active && row.code == code; });
}
}  // namespace

const NamesByLanguage& MasterData::location_names(unsigned level) const {
  return found_or_empty(location_names_, level);
}
const std::vector<std::string>& MasterData::types_of(std::string_view category) const {
  return found_or_empty(valid_documents_, category);
}
bool MasterData::is_active_category(std::string_view category) const {
  return is_active_in(categories_, category);
}
bool MasterData::is_active_document(std::string_view type) const {
  return is_active_in(document_types_, type);
}
bool MasterData::takes_document(std::string_view category, std::string_view type) const {
  return is_active_category(category) && is_active_document(type) &&
         std::ranges::find(types_of(category), type) != types_of(category).end();
}
const Names& MasterData::document_names(std::string_view category) const {
  return found_or_empty(document_names_, category);
}
const std::vector<uint32_t>& MasterData::rows_of(std::string_view code) const {
  return found_or_empty(rows_by_code_, code);
}
const std::vector<uint32_t>& MasterData::children_of(std::string_view code) const {
  return found_or_empty(rows_by_parent_, code);
}

std::string_view MasterData::level_name(unsigned level, std::string_view language) const {
  for (const Level& one : levels_) {
    if (one.number == level && one.language == language) return one.name;
  }
  return {};
}
}  // namespace master_data
