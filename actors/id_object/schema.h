// actors/id_object/schema.h: the part of JSON schema draft-07 that identities need, read from a
// file and held against documents. Included by sources only.
#pragma once
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "actors/base/expected.h"
#include "actors/id_object/findings.h"
#include "actors/json/json_read.h"

namespace id_object {
struct NameHash {
  using is_transparent = void;
  size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
/// Positions by names.
using NameIndex = std::unordered_map<std::string, size_t, NameHash, std::equal_to<>>;

/// What one value must be. A default one takes everything.
struct SchemaNode {
  enum Type : unsigned {
    object = 1,
    array = 2,
    text = 4,
    integer = 8,
    number = 16,  ///< whole or not
    boolean = 32,
    null = 64,
    anything = 127
  };
  struct Property {
    std::string name;
    const SchemaNode* node = nullptr;  ///< null: named by `required` alone
    bool required = false;
  };
  static constexpr size_t no_limit = std::numeric_limits<size_t>::max();

  unsigned types = anything;
  std::vector<Property> properties;  ///< in the file's order
  NameIndex index;                   ///< into properties
  bool takes_more = true;            ///< additionalProperties
  const SchemaNode* items = nullptr;
  bool unique_items = false;
  size_t items_min = 0, items_max = no_limit;
  size_t chars_min = 0, chars_max = no_limit;  ///< code points
  std::optional<double> minimum, maximum;
  std::vector<std::string> choices;  ///< `enum`, of texts; empty: any

  /// Null when the object has no such property, or nothing is said about it.
  const SchemaNode* property(std::string_view name) const;
};

/// Const after reading: any thread may ask.
class Schema {
 public:
  /// `json` as a schema, or what is wrong: "line N: REASON". A keyword that nothing here honours is
  /// refused by name, for what is silently left out would let everything through. Honoured: type,
  /// properties, required, additionalProperties (true, false), items (one schema), uniqueItems,
  /// minItems, maxItems, minLength, maxLength, minimum, maximum, enum (texts), definitions and $ref
  /// to them. For readers alone: $schema, $id, $comment, title, description, default, examples.
  static Expected<Schema, std::string> read(std::string_view json);

  const SchemaNode& root() const { return *root_; }

  /// Adds everything that is wrong with the document. What is no member of an object that takes no
  /// more, or there twice, is invalid input at its own path; what a required member lacks is
  /// missing input. Values beyond the schema are not looked at.
  void check(const json::Value& document, Findings& found) const;

  static constexpr size_t depth_max = 32;

 private:
  friend class SchemaReader;
  std::vector<std::unique_ptr<SchemaNode>> nodes_;
  const SchemaNode* root_ = nullptr;
};
}  // namespace id_object
