// http/master_data/location_http.cc: places by hierarchy.
#include <algorithm>

#include "actors/base/text.h"
#include "http/master_data/master_data_http.h"
#include "http/master_data/master_data_json.h"

namespace http {
namespace {
using master_data::Level;
using master_data::Location;
using master_data::MasterData;
using Rows = std::vector<uint32_t>;

void write_location(JsonWriter& writer, const MasterData& data, const Location& row) {
  writer.StartObject();
  write_field(writer, "code", row.code);
  write_field(writer, "name", row.name);
  write_key(writer, "hierarchyLevel");
  writer.Uint(row.level);
  write_field(writer, "hierarchyName", data.level_name(row.level, row.language));
  write_field(writer, "parentLocCode", row.parent);
  write_field(writer, "langCode", row.language);
  write_active(writer, row.active);
  writer.EndObject();
}

void answer(const Reply& reply, const MasterData& data, const Rows& rows) {
  if (rows.empty()) return reply.fault(Errc::location_not_found);
  if (rows.size() > master_data_rows_max)
    return reply.fault(Errc::locations_too_many, {std::to_string(master_data_rows_max)});
  RowList list{"locations"};
  for (const uint32_t row : rows) write_location(list.writer, data, data.locations()[row]);
  reply.value(list.finish());
}

/// Appends those of `rows` that are in the language.
void append(Rows& out, const MasterData& data, const Rows& rows, const std::string& language) {
  std::ranges::copy_if(rows, std::back_inserter(out),
                       [&](uint32_t row) { return data.locations()[row].language == language; });
}

/// The place, what lies below it, level by level, and what it lies in. No more than one row beyond
/// the bound of an answer is looked for.
Rows tree_of(const MasterData& data, const std::string& code, const std::string& language) {
  Rows out;
  append(out, data, data.rows_of(code), language);
  if (out.empty()) return out;
  for (size_t at = 0; at < out.size() && out.size() <= master_data_rows_max; ++at)
    append(out, data, data.children_of(data.locations()[out[at]].code), language);
  // A parent stands in the table before its children, so that this ends.
  for (std::string parent = data.locations()[out.front()].parent; !parent.empty();) {
    const Rows& rows = data.rows_of(parent);
    append(out, data, rows, language);
    parent = data.locations()[rows.front()].parent;
  }
  return out;
}

/// {"KEY":[..]}: the levels that have a name in the path's language.
template <class Write>
void answer_levels(const Context& context, const Call& call, const Reply& reply,
                   std::string_view key, Write write, Errc missing) {
  const auto data = master_data_of(context);
  const std::string language = call.trimmed("langcode");
  RowList list{key};
  for (const Level& level : data->levels()) {
    if (level.language != language) continue;
    ++list.count;
    list.writer.StartObject();
    write(list.writer, level);
    write_active(list.writer, true);
    list.writer.EndObject();
  }
  if (list.count == 0) return reply.fault(missing);
  reply.value(list.finish());
}
}  // namespace

void list_location_levels(const Context& context, const Call& call, Reply reply) {
  const auto write = [](JsonWriter& writer, const Level& level) {
    write_key(writer, "locationHierarchylevel");
    writer.Uint(level.number);
    write_field(writer, "locationHierarchyName", level.name);
  };
  answer_levels(context, call, reply, "locations", write, Errc::location_not_found);
}

void list_hierarchy_levels(const Context& context, const Call& call, Reply reply) {
  const auto write = [](JsonWriter& writer, const Level& level) {
    write_key(writer, "hierarchyLevel");
    writer.Uint(level.number);
    write_field(writer, "hierarchyLevelName", level.name);
    write_field(writer, "langCode", level.language);
  };
  answer_levels(context, call, reply, "locationHierarchyLevels", write,
                Errc::location_level_not_found);
}

void list_location_tree(const Context& context, const Call& call, Reply reply) {
  const auto data = master_data_of(context);
  answer(reply, *data, tree_of(*data, call.trimmed("locationcode"), call.trimmed("langcode")));
}

void list_location_children(const Context& context, const Call& call, Reply reply) {
  const auto data = master_data_of(context);
  Rows rows;
  append(rows, *data, data->children_of(call.trimmed("locationcode")), call.trimmed("langcode"));
  answer(reply, *data, rows);
}

void list_locations_of_level(const Context& context, const Call& call, Reply reply) {
  const auto data = master_data_of(context);
  const std::string wanted = text::in_capitals(call.trimmed("hierarchyname"));
  Rows rows;
  for (uint32_t at = 0; at < data->locations().size(); ++at) {
    const Location& row = data->locations()[at];
    const std::string name{data->level_name(row.level, row.language)};
    if (text::in_capitals(name) == wanted) rows.push_back(at);
    if (rows.size() > master_data_rows_max) break;
  }
  answer(reply, *data, rows);
}

void validate_location(const Context& context, const Call& call, Reply reply) {
  const auto data = master_data_of(context);
  const std::string name = call.trimmed("locationname");
  const auto names_it = [&](uint32_t row) { return data->locations()[row].name == name; };
  bool is_valid = false;
  for (const Level& level : data->levels()) {
    const auto& names = data->location_names(level.number);
    const auto own = names.find(level.language);
    if (own == names.end()) continue;
    const auto rows = own->second.find(name);
    is_valid |= rows != own->second.end() && std::ranges::any_of(rows->second, names_it);
  }
  reply.value(one_field("status", is_valid ? "Valid" : "Invalid"));
}
}  // namespace http
