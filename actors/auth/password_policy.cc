// actors/auth/password_policy.cc: the rules, cheapest first.
#include "actors/auth/password_policy.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <algorithm>
#include <array>

#include "actors/auth/app_ids.h"

namespace auth {
namespace {
constexpr uint32_t match_steps_max = 100'000;

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* handle) const {
    Free(handle);
  }
};
using MatchData = std::unique_ptr<pcre2_match_data, Freed<pcre2_match_data_free>>;
using MatchContext = std::unique_ptr<pcre2_match_context, Freed<pcre2_match_context_free>>;

PCRE2_SPTR units(std::string_view text) {
  return reinterpret_cast<PCRE2_SPTR>(text.data());  // NOLINT: the library's idea of a byte
}

size_t characters(std::string_view text) {
  return static_cast<size_t>(
      std::ranges::count_if(text, [](char c) { return (c & 0xc0) != 0x80; }));
}

std::string_view trimmed_line(std::string_view line) {
  const size_t first = std::min(line.find_first_not_of(" \t\r"), line.size());
  line.remove_prefix(first);
  return line.substr(0, line.find_last_not_of(" \t\r") + 1);
}

bool holds(const std::string& lower_password, std::string_view name) {
  return characters(name) >= PasswordPolicy::name_chars_min &&
         lower_password.find(lower_case(name)) != std::string::npos;
}
}  // namespace

struct PasswordPolicy::Pattern {
  struct Free {
    void operator()(pcre2_code* given) const { pcre2_code_free(given); }
  };
  std::unique_ptr<pcre2_code, Free> code;
};

PasswordPolicy::PasswordPolicy() : PasswordPolicy(make({}).value()) {}

Expected<PasswordPolicy, std::string> PasswordPolicy::make(PasswordRules rules) {
  int error = 0;
  PCRE2_SIZE offset = 0;
  auto pattern = std::make_shared<Pattern>();
  pattern->code.reset(pcre2_compile(units(rules.pattern), rules.pattern.size(), PCRE2_UTF, &error,
                                    &offset, nullptr));
  if (!pattern->code) {
    std::array<PCRE2_UCHAR, 128> text{};
    pcre2_get_error_message(error, text.data(), text.size());
    return std::string{reinterpret_cast<const char*>(text.data())} +  // NOLINT: see units
           " at character " + std::to_string(offset);
  }
  return PasswordPolicy{std::move(rules), std::move(pattern)};
}

bool PasswordPolicy::has_pattern_in(std::string_view password) const {
  const MatchData data{pcre2_match_data_create_from_pattern(pattern_->code.get(), nullptr)};
  const MatchContext limits{pcre2_match_context_create(nullptr)};
  if (!data || !limits) return false;
  pcre2_set_match_limit(limits.get(), match_steps_max);
  return pcre2_match(pattern_->code.get(), units(password), password.size(), 0, 0, data.get(),
                     limits.get()) >= 0;
}

std::optional<Errc> PasswordPolicy::fault_of(std::string_view password,
                                             const PasswordOwner& owner) const {
  const size_t length = characters(password);
  if (length < rules_.chars_min) return Errc::account_password_short;
  if (length > rules_.chars_max || !has_pattern_in(password)) return Errc::account_password_policy;
  const std::string lower = lower_case(password);
  if (rules_.blocklist.contains(lower) || holds(lower, owner.user_name) || holds(lower, owner.mail))
    return Errc::account_password_policy;
  return std::nullopt;
}

std::unordered_set<std::string> blocklist_of(std::string_view text) {
  std::unordered_set<std::string> out;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    const auto line = trimmed_line(text.substr(0, end));
    if (!line.empty()) out.insert(lower_case(line));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}
}  // namespace auth
