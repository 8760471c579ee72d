// actors/master_data/master_data.h: a country's languages, genders, individual types, places and
// documents, read from text.
#pragma once
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "actors/base/expected.h"

namespace master_data {
struct Language {
  std::string code, name, family, native_name;
  bool active = true;
};

/// A code and what it is called in one language.
struct Named {
  std::string code, language, name;
  std::string description;  ///< of documents and their categories; empty elsewhere
  bool active = true;
};

/// What the places of one level are called; level 0 is the country.
struct Level {
  unsigned number = 0;
  std::string language, name;
};

struct Location {
  std::string code, language, name;
  std::string parent;  ///< empty at level 0
  unsigned level = 0;
  bool active = true;
};

/// Which attribute of an identity names places of which level, or documents of which category.
struct LocationAttribute {
  std::string name;
  unsigned level = 0;
};
struct DocumentAttribute {
  std::string name, category;
};

struct TextHash {
  using is_transparent = void;
  size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
/// Active rows by what people write for them: their codes and their names, as they stand.
using Names = std::unordered_map<std::string, std::vector<uint32_t>, TextHash, std::equal_to<>>;
/// By language. A language without any row, active or not, is not there.
using NamesByLanguage = std::map<std::string, Names, std::less<>>;

/// One table; `name` is what the operator calls it, for errors.
struct Table {
  std::string name, text;
};
struct Tables {
  Table languages, genders, individual_types, locations, documents;
};

/// The forms of the tables are told in deploy/config/*.table. Const after reading: any thread may
/// ask.
class MasterData {
 public:
  /// The rows of all tables, or the first mistake: "NAME line N: REASON".
  static Expected<MasterData, std::string> read(const Tables& tables);

  const std::vector<Language>& languages() const { return languages_; }
  const std::vector<Named>& genders() const { return genders_; }
  const std::vector<Named>& individual_types() const { return individual_types_; }
  const std::vector<Level>& levels() const { return levels_; }
  const std::vector<Location>& locations() const { return locations_; }
  const std::vector<Named>& categories() const { return categories_; }
  const std::vector<Named>& document_types() const { return document_types_; }
  const std::vector<LocationAttribute>& location_attributes() const { return location_attributes_; }
  const std::vector<DocumentAttribute>& document_attributes() const { return document_attributes_; }

  bool is_active_language(std::string_view code) const { return active_languages_.contains(code); }
  const NamesByLanguage& gender_names() const { return gender_names_; }
  const NamesByLanguage& individual_type_names() const { return individual_type_names_; }
  /// The rows behind the names are those of locations(). Nothing but an empty table where no row
  /// has this level.
  const NamesByLanguage& location_names(unsigned level) const;
  /// The codes of the documents that the category takes, active or not, in the table's order.
  const std::vector<std::string>& types_of(std::string_view category) const;
  /// Whether a row of the category is active, in whatever language.
  bool is_active_category(std::string_view category) const;
  /// The same of a type of documents.
  bool is_active_document(std::string_view type) const;
  /// Whether an active category takes the document with this code, and that is active too.
  bool takes_document(std::string_view category, std::string_view type) const;
  /// Active documents of the category, by codes and by names in any language.
  const Names& document_names(std::string_view category) const;

  /// Rows of locations() with this code, or whose parent has it; in every language.
  const std::vector<uint32_t>& rows_of(std::string_view code) const;
  const std::vector<uint32_t>& children_of(std::string_view code) const;
  /// The level's name in the language; empty where there is none.
  std::string_view level_name(unsigned level, std::string_view language) const;

 private:
  friend class MasterDataReader;
  using Rows = std::unordered_map<std::string, std::vector<uint32_t>, TextHash, std::equal_to<>>;

  std::vector<Language> languages_;
  std::vector<Named> genders_, individual_types_, categories_, document_types_;
  std::vector<Level> levels_;
  std::vector<Location> locations_;
  std::vector<LocationAttribute> location_attributes_;
  std::vector<DocumentAttribute> document_attributes_;

  std::set<std::string, std::less<>> active_languages_;
  NamesByLanguage gender_names_, individual_type_names_;
  std::map<unsigned, NamesByLanguage> location_names_;
  std::map<std::string, std::vector<std::string>, std::less<>> valid_documents_;
  std::map<std::string, Names, std::less<>> document_names_;
  Rows rows_by_code_, rows_by_parent_;
};
}  // namespace master_data
