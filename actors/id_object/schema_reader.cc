// actors/id_object/schema_reader.cc: a schema's file, keyword by keyword.
#include <simdjson.h>

#include <algorithm>
#include <set>

#include "actors/id_object/schema.h"

namespace id_object {
namespace {
namespace ondemand = simdjson::ondemand;

/// Caught in Schema::read, which knows the line.
struct Refusal {
  std::string reason;
};

bool is_a(ondemand::value& value, ondemand::json_type wanted) {
  const ondemand::json_type type = value.type();
  return type == wanted;
}

[[noreturn]] void refuse(const std::string& reason) { throw Refusal{reason}; }

const std::map<std::string_view, unsigned> type_names = {
    {"object", SchemaNode::object}, {"array", SchemaNode::array},
    {"string", SchemaNode::text},   {"integer", SchemaNode::integer},
    {"number", SchemaNode::number}, {"boolean", SchemaNode::boolean},
    {"null", SchemaNode::null}};

unsigned type_of(std::string_view name) {
  const auto found = type_names.find(name);
  if (found == type_names.end()) refuse("there is no type " + std::string{name});
  return found->second;
}
}  // namespace

/// Throws Refusal, and simdjson_error where the text is no JSON or a value has another type.
class SchemaReader {
 public:
  /// `text` has simdjson's padding.
  explicit SchemaReader(std::string_view text) : begin_(text.data()), at_(text.data()) {}

  void read(ondemand::document& document) {
    ondemand::value root = document.get_value();
    schema_.root_ = node_of(root, 0);
    for (const auto& [name, node] : definitions_) {
      if (!node.is_known) refuse("$ref: there is no definition " + name);
    }
  }
  Schema schema() && { return std::move(schema_); }

  /// The line of what was read last.
  size_t line() const { return 1 + static_cast<size_t>(std::count(begin_, at_, '\n')); }

 private:
  struct Definition {
    SchemaNode* node = nullptr;
    bool is_known = false;
  };

  SchemaNode* new_node() {
    return schema_.nodes_.emplace_back(std::make_unique<SchemaNode>()).get();
  }

  const SchemaNode* node_of(ondemand::value value, size_t depth) {
    SchemaNode* const node = new_node();
    const SchemaNode* const other = fill(*node, value, depth);
    return other != nullptr ? other : node;
  }

  /// The definition that stands in the node's place, if one does.
  const SchemaNode* fill(SchemaNode& node, ondemand::value value, size_t depth) {
    if (depth > Schema::depth_max) refuse("the schema is nested too deeply");
    const SchemaNode* other = nullptr;
    std::set<std::string> keywords;
    for (auto member : ondemand::object{value.get_object()}) {
      at_ = member.key().raw();
      const std::string keyword{std::string_view{member.unescaped_key()}};
      if (!keywords.insert(keyword).second) refuse(keyword + " is said twice");
      ondemand::value said = member.value();
      if (keyword == "$ref") {
        other = definition(std::string_view{said.get_string()});
      } else {
        take(node, keyword, said, depth);
      }
    }
    if (other != nullptr && keywords.size() > 1) refuse("nothing may stand beside $ref");
    return other;
  }

  void take(SchemaNode& node, const std::string& keyword, ondemand::value said, size_t depth) {
    using Take = void (SchemaReader::*)(SchemaNode&, ondemand::value, size_t);
    static const std::map<std::string_view, Take> takes = {
        {"type", &SchemaReader::take_type},
        {"properties", &SchemaReader::take_properties},
        {"required", &SchemaReader::take_required},
        {"additionalProperties", &SchemaReader::take_additional},
        {"items", &SchemaReader::take_items},
        {"enum", &SchemaReader::take_choices},
        {"definitions", &SchemaReader::take_definitions}};
    if (const auto found = takes.find(keyword); found != takes.end())
      return (this->*found->second)(node, said, depth);
    if (take_limit(node, keyword, said)) return;
    for (const char* note :
         {"$schema", "$id", "$comment", "title", "description", "default", "examples"}) {
      if (keyword == note) return skip(said);
    }
    refuse("the keyword " + keyword + " is not supported");
  }

  static void skip(ondemand::value value) {
    (void)std::string_view{simdjson::to_json_string(value)};
  }

  static bool take_limit(SchemaNode& node, std::string_view keyword, ondemand::value said) {
    if (keyword == "uniqueItems") {
      node.unique_items = said.get_bool();
    } else if (keyword == "minItems") {
      node.items_min = said.get_uint64();
    } else if (keyword == "maxItems") {
      node.items_max = said.get_uint64();
    } else if (keyword == "minLength") {
      node.chars_min = said.get_uint64();
    } else if (keyword == "maxLength") {
      node.chars_max = said.get_uint64();
    } else if (keyword == "minimum") {
      node.minimum = double{said.get_double()};
    } else if (keyword == "maximum") {
      node.maximum = double{said.get_double()};
    } else {
      return false;
    }
    return true;
  }

  void take_type(SchemaNode& node, ondemand::value said, size_t) {
    node.types = 0;
    if (is_a(said, ondemand::json_type::string)) {
      node.types = type_of(said.get_string());
    } else {
      for (auto one : ondemand::array{said.get_array()}) node.types |= type_of(one.get_string());
    }
    if (node.types == 0) refuse("type: the list is empty");
  }

  void take_properties(SchemaNode& node, ondemand::value said, size_t depth) {
    std::set<std::string> names;
    for (auto member : ondemand::object{said.get_object()}) {
      at_ = member.key().raw();
      const std::string name{std::string_view{member.unescaped_key()}};
      if (!names.insert(name).second) refuse("the property " + name + " is said twice");
      ondemand::value value = member.value();
      const SchemaNode* const inner = node_of(value, depth + 1);
      property(node, name).node = inner;
    }
  }
  void take_required(SchemaNode& node, ondemand::value said, size_t) {
    for (auto one : ondemand::array{said.get_array()})
      property(node, std::string{std::string_view{one.get_string()}}).required = true;
  }
  /// `required` may stand before `properties`.
  static SchemaNode::Property& property(SchemaNode& node, const std::string& name) {
    const auto [found, is_new] = node.index.emplace(name, node.properties.size());
    if (is_new) node.properties.push_back({name, nullptr, false});
    return node.properties[found->second];
  }

  void take_additional(SchemaNode& node, ondemand::value said, size_t) {
    if (!is_a(said, ondemand::json_type::boolean))
      refuse("additionalProperties: only true and false are supported");
    node.takes_more = said.get_bool();
  }

  void take_items(SchemaNode& node, ondemand::value said, size_t depth) {
    if (!is_a(said, ondemand::json_type::object))
      refuse("items: only one schema for all is supported");
    node.items = node_of(said, depth + 1);
  }

  void take_choices(SchemaNode& node, ondemand::value said, size_t) {
    for (auto one : ondemand::array{said.get_array()}) {
      ondemand::value choice = one.value();
      if (!is_a(choice, ondemand::json_type::string)) refuse("enum: only texts are supported");
      node.choices.emplace_back(std::string_view{choice.get_string()});
    }
    if (node.choices.empty()) refuse("enum: the list is empty");
  }

  void take_definitions(SchemaNode&, ondemand::value said, size_t depth) {
    if (depth > 0) refuse("definitions stand at the top of the file alone");
    for (auto member : ondemand::object{said.get_object()}) {
      at_ = member.key().raw();
      const std::string name{std::string_view{member.unescaped_key()}};
      Definition& own = definition_named(name);
      if (own.is_known) refuse("the definition " + name + " is said twice");
      own.is_known = true;
      ondemand::value value = member.value();
      if (fill(*own.node, value, depth + 1) != nullptr)
        refuse("the definition " + name + " is another definition");
    }
  }
  const SchemaNode* definition(std::string_view reference) {
    constexpr std::string_view front = "#/definitions/";
    if (!reference.starts_with(front)) refuse("$ref: only #/definitions/NAME is supported");
    return definition_named(std::string{reference.substr(front.size())}).node;
  }
  Definition& definition_named(const std::string& name) {
    Definition& own = definitions_[name];
    if (own.node == nullptr) own.node = new_node();
    return own;
  }

  const char* const begin_;
  const char* at_;
  Schema schema_;
  std::map<std::string, Definition> definitions_;
};

Expected<Schema, std::string> Schema::read(std::string_view json) {
  const simdjson::padded_string text{json};
  SchemaReader reader{text};
  const auto fault = [&](const std::string& reason) {
    return "line " + std::to_string(reader.line()) + ": " + reason;
  };
  try {
    ondemand::parser parser;
    ondemand::document document = parser.iterate(text);
    reader.read(document);
    // What was passed over may be no JSON, and something may follow.
    simdjson::dom::parser strict;
    if (strict.parse(text).error() != simdjson::SUCCESS)
      return fault("this is no JSON, above or below");
  } catch (const Refusal& refusal) {
    return fault(refusal.reason);
  } catch (const simdjson::simdjson_error& error) {
    const bool is_type =
        error.error() == simdjson::INCORRECT_TYPE || error.error() == simdjson::NUMBER_ERROR;
    return fault(is_type ? "a value has the wrong type" : "this is no JSON, above or below");
  }
  return std::move(reader).schema();
}
}  // namespace id_object
