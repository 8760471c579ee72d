// actors/id_object/rules.h: what a Validator knows. Included by sources only.
#pragma once
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "actors/id_object/attribute_path.h"
#include "actors/id_object/pattern.h"
#include "actors/id_object/schema.h"
#include "actors/master_data/master_data.h"

namespace id_object {
/// An attribute that some rule names.
struct Attribute {
  std::string name;
  bool is_declared = false;    ///< by the schema
  bool has_languages = false;  ///< a list of {language, value}, by the schema
  bool has_pattern = false;    ///< of its own text
};

/// The whole of what stands at `path` must be of the pattern.
struct PatternRule {
  size_t attribute = 0;
  std::vector<AttributePath::Step> steps;
  Pattern pattern;
};

/// One of the attributes must be there.
using MandatoryRule = std::vector<size_t>;

struct LocationRule {
  size_t attribute = 0;
  unsigned level = 0;
  const master_data::NamesByLanguage* names = nullptr;
};
struct DocumentRule {
  size_t attribute = 0;
  const master_data::Names* names = nullptr;
};

struct Validator::Rules {
  Schema schema;
  std::vector<Attribute> attributes;  ///< the schema's first, in its order
  NameIndex attribute_index;
  std::vector<MandatoryRule> mandatory;
  std::vector<PatternRule> patterns;

  std::shared_ptr<const master_data::MasterData> data;
  size_t birth_date = 0, gender = 0, residence = 0;  ///< attributes
  std::vector<LocationRule> locations;
  std::vector<DocumentRule> documents;
  bool strict = false;
};

/// The attributes that an identity has, by their positions in Rules::attributes.
class Identity {
 public:
  Identity(const Validator::Rules& rules, const json::Object& members)
      : rules_(rules), values_(rules.attributes.size()) {
    for (const auto member : members) {
      const auto known = rules.attribute_index.find(member.key);
      if (known != rules.attribute_index.end()) values_[known->second] = member.value;
    }
  }
  /// Nothing when the identity has no such attribute.
  const std::optional<json::Value>& operator[](size_t attribute) const {
    return values_[attribute];
  }
  const std::string& name(size_t attribute) const { return rules_.attributes[attribute].name; }

 private:
  const Validator::Rules& rules_;
  std::vector<std::optional<json::Value>> values_;
};

/// The step that all attributes stand below.
inline const Place identity_place = Place::member(nullptr, "identity");

/// The rest of stage 1: mandatory attributes.
void check_mandatory(const Validator::Rules& rules, const Identity& identity, Findings& found);
/// Stage 2.
void check_patterns(const Validator::Rules& rules, const Identity& identity, Findings& found);
/// Stage 3.
void check_reference(const Validator::Rules& rules, const Identity& identity,
                     std::chrono::year_month_day today, Findings& found);
}  // namespace id_object
