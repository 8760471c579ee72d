// actors/id_object/loader.cc: what schema, properties and tables say together.
#include "actors/id_object/loader.h"

#include <algorithm>
#include <sstream>

#include "actors/id_object/rules.h"

namespace id_object {
namespace {
std::vector<std::string> parts_of(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::istringstream in{text};
  for (std::string part; std::getline(in, part, separator);) {
    constexpr const char* blanks = " \t\r\n";
    const size_t first = part.find_first_not_of(blanks);
    if (first == std::string::npos) continue;
    parts.push_back(part.substr(first, part.find_last_not_of(blanks) - first + 1));
  }
  return parts;
}

/// A list of objects that have a language and a value.
bool has_languages(const SchemaNode* node) {
  if (node == nullptr || (node->types & SchemaNode::array) == 0 || node->items == nullptr)
    return false;
  return node->items->property("language") != nullptr && node->items->property("value") != nullptr;
}

/// Each function answers what is wrong, or nothing.
class Loader {
 public:
  explicit Loader(const Source& source) : source_(source) {}

  std::string load() {
    using Part = std::string (Loader::*)();
    for (const Part part : {&Loader::take_schema, &Loader::take_patterns, &Loader::take_mandatory,
                            &Loader::check_languages, &Loader::take_data}) {
      if (std::string wrong = (this->*part)(); !wrong.empty()) return wrong;
    }
    rules_->strict = source_.strict;
    return {};
  }
  std::shared_ptr<const Validator> validator() && {
    return std::make_shared<const Validator>(std::move(rules_));
  }

 private:
  std::string take_schema() {
    const std::string name = source_.schema_name + (source_.schema_name.empty() ? "" : " ");
    auto schema = Schema::read(source_.schema);
    if (!schema.ok()) return name + schema.error();
    rules_->schema = std::move(schema).value();
    const SchemaNode& root = rules_->schema.root();
    const SchemaNode* const identity = root.property("identity");
    if (root.types != SchemaNode::object || root.takes_more || root.properties.size() != 1 ||
        identity == nullptr || !root.properties.front().required)
      return name +
             "line 1: the schema is of an object with one required property, identity, and "
             "additionalProperties false";
    if (identity->types != SchemaNode::object)
      return name + "line 1: the property identity is of type object";
    for (const auto& property : identity->properties) {
      Attribute& own = rules_->attributes[attribute(property.name)];
      own.is_declared = property.node != nullptr;
      own.has_languages = has_languages(property.node);
    }
    return {};
  }

  std::string take_patterns() {
    for (auto one = source_.properties.lower_bound(pattern_key_front);
         one != source_.properties.end() && one->first.starts_with(pattern_key_front); ++one) {
      const auto& [key, value] = *one;
      auto path = attribute_path_of(std::string_view{key}.substr(pattern_key_front.size()));
      if (!path.ok()) return key + ": " + path.error();
      if (value.empty()) return key + ": is empty; leave the key out where nothing is asked";
      auto pattern = Pattern::compile(value);
      if (!pattern.ok()) return key + ": " + pattern.error();
      const size_t at = attribute(path.value().attribute);
      if (path.value().steps.empty()) rules_->attributes[at].has_pattern = true;
      rules_->patterns.push_back({at, std::move(path.value().steps), std::move(pattern).value()});
    }
    return {};
  }

  std::string take_mandatory() {
    const std::string* const said = property(mandatory_key);
    const std::string value = said == nullptr ? std::string{default_mandatory} : *said;
    for (const std::string& group : parts_of(value, ',')) {
      MandatoryRule rule;
      for (const std::string& name : parts_of(group, '|')) rule.push_back(attribute(name));
      if (rule.empty())
        return std::string{mandatory_key} +
               ": expected names, with | between such as replace each other";
      rules_->mandatory.push_back(std::move(rule));
    }
    return {};
  }

  std::string check_languages() {
    const std::string* const value = property(languages_key);
    if (value == nullptr) return std::string{languages_key} + ": is missing";
    const auto languages = parts_of(*value, ',');
    if (languages.empty()) return std::string{languages_key} + ": there is no language";
    for (const std::string& code : languages) {
      if (!source_.data->is_active_language(code))
        return std::string{languages_key} + ": " + code +
               " is no active language of the languages' table";
    }
    return {};
  }

  std::string take_data() {
    rules_->data = source_.data;
    rules_->birth_date = attribute("dateOfBirth");
    rules_->gender = attribute("gender");
    rules_->residence = attribute("residenceStatus");
    for (const auto& one : source_.data->location_attributes())
      rules_->locations.push_back(
          {attribute(one.name), one.level, &source_.data->location_names(one.level)});
    for (const auto& one : source_.data->document_attributes())
      rules_->documents.push_back(
          {attribute(one.name), &source_.data->document_names(one.category)});
    return {};
  }

  /// The position of the attribute, which is there from now on.
  size_t attribute(const std::string& name) {
    const auto [found, is_new] = rules_->attribute_index.emplace(name, rules_->attributes.size());
    if (is_new) rules_->attributes.push_back({name});
    return found->second;
  }
  const std::string* property(std::string_view key) const {
    const auto found = source_.properties.find(key);
    return found == source_.properties.end() ? nullptr : &found->second;
  }

  const Source& source_;
  std::shared_ptr<Validator::Rules> rules_ = std::make_shared<Validator::Rules>();
};
}  // namespace

Expected<std::shared_ptr<const Validator>, std::string> load(const Source& source) {
  Loader loader{source};
  if (std::string wrong = loader.load(); !wrong.empty()) return wrong;
  return std::move(loader).validator();
}
}  // namespace id_object
