// actors/id_object/schema.cc: a document against its schema.
#include "actors/id_object/schema.h"

#include <algorithm>
#include <cmath>

#include "actors/id_object/same_value.h"

namespace id_object {
namespace {
using simdjson::dom::element_type;

unsigned types_of(const json::Value& value) {
  switch (value.type()) {
    case element_type::OBJECT:
      return SchemaNode::object;
    case element_type::ARRAY:
      return SchemaNode::array;
    case element_type::STRING:
      return SchemaNode::text;
    case element_type::BOOL:
      return SchemaNode::boolean;
    case element_type::NULL_VALUE:
      return SchemaNode::null;
    case element_type::INT64:
    case element_type::UINT64:
      return SchemaNode::integer | SchemaNode::number;
    case element_type::DOUBLE: {
      double number = 0;
      if (value.get(number)) return 0;
      // 1.0 is a whole number since draft-06.
      return std::trunc(number) == number ? SchemaNode::integer | SchemaNode::number
                                          : SchemaNode::number;
    }
  }
  return 0;
}

size_t chars_of(std::string_view text) {
  return static_cast<size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

bool is_good_text(const SchemaNode& node, std::string_view text) {
  // An escape may stand for half a character, which is no UTF-8.
  if (!simdjson::validate_utf8(text)) return false;
  if (node.chars_min > 0 || node.chars_max != SchemaNode::no_limit) {
    const size_t chars = chars_of(text);
    if (chars < node.chars_min || chars > node.chars_max) return false;
  }
  return node.choices.empty() || std::ranges::find(node.choices, text) != node.choices.end();
}

bool is_in_range(const SchemaNode& node, const json::Value& value) {
  if (!node.minimum && !node.maximum) return true;
  double number = 0;
  if (value.get(number)) return false;
  return (!node.minimum || number >= *node.minimum) && (!node.maximum || number <= *node.maximum);
}

class Check {
 public:
  explicit Check(Findings& found) : found_(found) {}

  /// `place` is null for the document itself.
  void check_value(const SchemaNode& node, const json::Value& value, const Place* place) {
    if (found_.is_full()) return;
    const unsigned types = types_of(value);
    if ((node.types & types) == 0) return invalid(place);
    if ((types & SchemaNode::object) != 0) return check_object(node, json::Object{value}, place);
    if ((types & SchemaNode::array) != 0) return check_array(node, value, place);
    std::string_view text;
    const bool is_good = value.get(text) == simdjson::SUCCESS
                             ? is_good_text(node, text)
                             : node.choices.empty() &&
                                   ((types & SchemaNode::number) == 0 || is_in_range(node, value));
    if (!is_good) invalid(place);
  }

 private:
  void invalid(const Place* place) {
    if (place != nullptr) return found_.invalid(*place);
    found_.add(invalid_input, std::string{Validator::unreadable_path});
  }

  void check_object(const SchemaNode& node, const json::Object& members, const Place* place) {
    std::vector<bool> seen(node.properties.size());
    std::vector<std::string_view> others;
    for (const auto member : members) {
      if (found_.is_full()) return;
      const Place own = Place::member(place, member.key);
      const auto known = node.index.find(member.key);
      if (known == node.index.end()) {
        if (!node.takes_more) found_.invalid(own);
        others.push_back(member.key);
        continue;
      }
      if (seen[known->second]) found_.invalid(own);
      seen[known->second] = true;
      const SchemaNode* const inner = node.properties[known->second].node;
      if (inner != nullptr) check_value(*inner, member.value, &own);
    }
    twice(others, place);
    for (size_t i = 0; i < seen.size(); ++i) {
      if (node.properties[i].required && !seen[i])
        found_.missing(Place::member(place, node.properties[i].name));
    }
  }

  /// Names that the schema does not know.
  void twice(std::vector<std::string_view>& names, const Place* place) {
    if (names.size() < 2) return;
    std::ranges::sort(names);
    for (auto again = std::ranges::adjacent_find(names); again != names.end();
         again = std::adjacent_find(again + 1, names.end())) {
      found_.invalid(Place::member(place, *again));
      if (found_.is_full()) return;
    }
  }

  void check_array(const SchemaNode& node, const simdjson::dom::array& elements,
                   const Place* place) {
    size_t count = 0;
    for (const auto one : elements) {
      if (found_.is_full()) return;
      const Place own = Place::element(place, count++);
      if (node.items != nullptr) check_value(*node.items, one, &own);
    }
    if (count < node.items_min || count > node.items_max ||
        (node.unique_items && has_equal_values(elements)))
      invalid(place);
  }

  Findings& found_;
};
}  // namespace

const SchemaNode* SchemaNode::property(std::string_view name) const {
  const auto found = index.find(name);
  return found == index.end() ? nullptr : properties[found->second].node;
}

void Schema::check(const json::Value& document, Findings& found) const {
  Check{found}.check_value(*root_, document, nullptr);
}
}  // namespace id_object
