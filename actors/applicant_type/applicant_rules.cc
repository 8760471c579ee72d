// actors/applicant_type/applicant_rules.cc: two forms of one question.
#include "actors/applicant_type/applicant_rules.h"

#include <algorithm>

#include "actors/base/text.h"

namespace applicant_type {
namespace {
using std::chrono::days;
using std::chrono::floor;
using std::chrono::year_month_day;

constexpr size_t seconds_chars = 19;  // yyyy-MM-ddTHH:mm:ss
constexpr size_t fraction_digits_max = 9;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// To the millisecond; what is finer does not decide.
std::optional<UtcTime> instant_of(std::string_view text) {
  if (text.size() <= seconds_chars || !text.ends_with('Z')) return std::nullopt;
  const std::string_view fraction = text.substr(seconds_chars, text.size() - seconds_chars - 1);
  if (!fraction.empty() && (fraction.front() != '.' || fraction.size() == 1 ||
                            fraction.size() - 1 > fraction_digits_max ||
                            !std::all_of(fraction.begin() + 1, fraction.end(), is_digit)))
    return std::nullopt;
  std::string milliseconds{fraction.substr(std::min<size_t>(fraction.size(), 1)).substr(0, 3)};
  milliseconds.resize(3, '0');
  UtcTime time{};
  if (!parse_iso_utc(std::string{text.substr(0, seconds_chars)} + "." + milliseconds + "Z", time))
    return std::nullopt;
  return time;
}

/// yyyy/MM/dd, a real day.
std::optional<year_month_day> day_of(std::string text) {
  if (text.size() != 10 || text[4] != '/' || text[7] != '/') return std::nullopt;
  text[4] = text[7] = '-';
  UtcTime time{};
  if (!parse_iso_utc(text + "T00:00:00.000Z", time)) return std::nullopt;
  return year_month_day{floor<days>(time)};
}

std::optional<bool> flag_of(const std::string& text) {
  const std::string capitals = text::in_capitals(text);
  if (capitals.empty() || capitals == "FALSE") return false;
  if (capitals == "TRUE") return true;
  return std::nullopt;
}
}  // namespace

int years_between(year_month_day birth, year_month_day today) {
  const bool had_birthday =
      std::pair{today.month(), today.day()} >= std::pair{birth.month(), birth.day()};
  return static_cast<int>(today.year()) - static_cast<int>(birth.year()) - (had_birthday ? 0 : 1);
}

Result<std::string> code_of(const Table& table, const Question& question, bool needs_language,
                            UtcTime now) {
  const auto birth = instant_of(question.birth);
  const auto flag = flag_of(question.flag);
  if (question.residence.empty() || question.gender.empty() || !birth || *birth > now || !flag ||
      (needs_language && question.language.empty()))
    return Errc::applicant_type_invalid;
  const int years =
      years_between(year_month_day{floor<days>(*birth)}, year_month_day{floor<days>(now)});
  const auto group = table.age_group_of(years);
  if (!group) return Errc::applicant_type_unknown;
  const Codes* codes = table.find({question.residence, question.gender, *group, *flag});
  if (codes == nullptr) return Errc::applicant_type_unknown;
  return codes->seed;
}

Result<std::string> script_code_of(const Table& table, const ScriptQuestion& question,
                                   UtcTime now) {
  const auto unanswered = [&]() -> Result<std::string> {
    if (question.is_update) return std::string{no_type};
    return Errc::applicant_type_query;
  };
  const auto birth = day_of(question.birth);
  const year_month_day today{floor<days>(now)};
  if (birth && *birth > today) return Errc::applicant_type_future;
  const auto group = birth ? table.age_group_of(years_between(*birth, today)) : std::nullopt;
  const auto flag = flag_of(question.flag);
  if (question.residence.empty() || question.gender.empty() || !group || !flag) return unanswered();
  const Codes* codes = table.find({question.residence, question.gender, *group, *flag});
  return codes == nullptr ? std::string{no_type} : codes->script;
}
}  // namespace applicant_type
