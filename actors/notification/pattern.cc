// actors/notification/pattern.cc: the only user of PCRE2.
#define PCRE2_CODE_UNIT_WIDTH 8
#include "actors/notification/pattern.h"

#include <fmt/format.h>
#include <pcre2.h>

namespace notification {
namespace {
/// A sane pattern needs a few steps per character.
constexpr uint32_t steps_max = 10'000;
constexpr size_t text_bytes_max = 256;
}  // namespace

Expected<Pattern, std::string> Pattern::compile(const std::string& pattern) {
  int fault = 0;
  PCRE2_SIZE at = 0;
  pcre2_code* const code =
      pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(),
                    PCRE2_ANCHORED | PCRE2_ENDANCHORED, &fault, &at, nullptr);
  if (code == nullptr) return fmt::format("is no pattern: wrong at character {}", at + 1);
  return Pattern{std::shared_ptr<const void>{code, [code](const void*) { pcre2_code_free(code); }}};
}

bool Pattern::matches(std::string_view text) const {
  if (text.size() > text_bytes_max) return false;
  const auto* const code = static_cast<const pcre2_code*>(code_.get());
  const std::unique_ptr<pcre2_match_data, decltype(&pcre2_match_data_free)> data{
      pcre2_match_data_create(1, nullptr), &pcre2_match_data_free};
  const std::unique_ptr<pcre2_match_context, decltype(&pcre2_match_context_free)> limits{
      pcre2_match_context_create(nullptr), &pcre2_match_context_free};
  if (!data || !limits) return false;
  pcre2_set_match_limit(limits.get(), steps_max);
  // 0: the pattern has more groups than there is room for, and matches.
  return pcre2_match(code, reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), 0, 0, data.get(),
                     limits.get()) >= 0;
}
}  // namespace notification
