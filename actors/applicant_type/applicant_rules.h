// actors/applicant_type/applicant_rules.h: which applicant type somebody is (ids sheet 11).
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "actors/applicant_type/applicant_table.h"
#include "actors/base/clock.h"
#include "actors/base/result.h"

namespace applicant_type {
/// What a caller said, as texts without blanks at their ends; empty where nothing was said.
struct Question {
  std::string residence;
  std::string gender;
  std::string birth;  ///< yyyy-MM-dd'T'HH:mm:ss with or without a fraction, then Z
  std::string flag;   ///< biometricAvailable: true or false in any case of letters
  std::string language;
};

/// The code by the seed's rules (11.2): a MINOR is an adult there. `needs_language` is of the GET.
/// Errors: applicant_type_invalid, applicant_type_unknown.
Result<std::string> code_of(const Table& table, const Question& question, bool needs_language,
                            UtcTime now);

/// What the reference's newer script is asked (11.4).
struct ScriptQuestion {
  std::string residence;
  std::string gender;
  std::string birth;       ///< yyyy/MM/dd
  std::string flag;        ///< isBioException: "true", "false" or nothing
  bool is_update = false;  ///< `_flow` is Update
};

/// Errors: applicant_type_future, applicant_type_query.
Result<std::string> script_code_of(const Table& table, const ScriptQuestion& question, UtcTime now);

/// What the script answers where the table has no row.
inline constexpr std::string_view no_type = "000";

/// Whole years from one day to a later one; somebody of 29 February is a year older on 1 March.
int years_between(std::chrono::year_month_day birth, std::chrono::year_month_day today);
}  // namespace applicant_type
