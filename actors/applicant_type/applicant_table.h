// actors/applicant_type/applicant_table.h: the country's table of applicant types, read from text.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/expected.h"

namespace applicant_type {
/// What decides the type.
struct Traits {
  std::string residence;
  std::string gender;
  std::string age_group;
  bool flag = false;  ///< biometricAvailable or isBioException, by the request's form

  friend auto operator<=>(const Traits&, const Traits&) = default;
};

/// The codes of one row: of the seed's form, and of the reference's newer script.
struct Codes {
  std::string seed;
  std::string script;
};

struct AgeGroup {
  std::string name;
  int years_first = 0;
  int years_last = 0;
};

/// The form of the file is told in deploy/config/applicant-type.table. Const after reading: any
/// thread may ask.
class Table {
 public:
  /// The table in `text`, or its first mistake: "line N: REASON".
  static Expected<Table, std::string> read(std::string_view text);

  /// Nothing when no group holds so many years.
  std::optional<std::string> age_group_of(int years) const;
  /// Null when the table has no such row. Aliases of residence and gender are followed.
  const Codes* find(Traits traits) const;

 private:
  friend class TableReader;
  using Aliases = std::map<std::string, std::string, std::less<>>;

  std::vector<AgeGroup> groups_;
  Aliases residence_aliases_;
  Aliases gender_aliases_;
  std::map<Traits, Codes> rows_;
};
}  // namespace applicant_type
