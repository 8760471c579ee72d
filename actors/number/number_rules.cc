// actors/number/number_rules.cc: each rule as the sheet words it, one function a rule.
#include "actors/number/number_rules.h"

#include <algorithm>
#include <array>

#include "actors/number/verhoeff.h"

namespace number {
namespace {
// The sheet's longer cyclic numbers (22 digits and more) cannot occur in digits_max digits.
constexpr std::array<std::string_view, 3> cyclic_numbers = {"142857", "0588235294117647",
                                                            "052631578947368421"};

bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool has_sequence(const NumberRules& rules, std::string_view digits) {
  if (rules.sequence_limit <= 0) return false;
  const std::string_view up = rules.sequence_wraps ? "01234567890123456789" : "0123456789";
  const std::string_view down = rules.sequence_wraps ? "98765432109876543210" : "9876543210";
  const auto window = static_cast<size_t>(rules.sequence_limit);
  for (size_t at = 0; at + window <= digits.size(); ++at) {
    const auto part = digits.substr(at, window);
    if (up.find(part) != up.npos || down.find(part) != down.npos) return true;
  }
  return false;
}

bool has_near_repeat(const NumberRules& rules, std::string_view digits) {
  if (rules.repeating_limit <= 0) return false;
  const auto reach = static_cast<size_t>(rules.repeating_limit);
  for (size_t at = 0; at < digits.size(); ++at) {
    if (digits.substr(at + 1, reach).find(digits[at]) != digits.npos) return true;
  }
  return false;
}

bool has_block_twice(const NumberRules& rules, std::string_view digits) {
  if (rules.repeating_block_limit <= 0) return false;
  // A longer block that occurs twice begins with one of exactly this size that does.
  const auto block = static_cast<size_t>(rules.repeating_block_limit);
  for (size_t at = 0; at + 2 * block <= digits.size(); ++at) {
    if (digits.find(digits.substr(at, block), at + block) != digits.npos) return true;
  }
  return false;
}

bool has_even_run(const NumberRules& rules, std::string_view digits) {
  if (rules.even_limit <= 0) return false;
  int run = 0;
  for (const char c : digits) {
    run = std::string_view{"2468"}.find(c) != std::string_view::npos ? run + 1 : 0;
    if (run >= rules.even_limit) return true;
  }
  return false;
}

std::optional<std::string> word_fault(std::string_view setting,
                                      const std::vector<std::string>& words) {
  for (const auto& word : words) {
    if (word.empty() || !all_digits(word)) {
      return std::string{setting} + ": \"" + word + "\" is not a string of digits";
    }
  }
  return std::nullopt;
}
}  // namespace

bool starts_with_any(const NumberRules& rules, std::string_view digits) {
  return std::any_of(rules.not_start_with.begin(), rules.not_start_with.end(),
                     [&](const std::string& word) { return digits.starts_with(word); });
}

bool contains_restricted(const NumberRules& rules, std::string_view digits) {
  return std::any_of(rules.restricted.begin(), rules.restricted.end(),
                     [&](const std::string& word) { return digits.find(word) != digits.npos; });
}

bool contains_cyclic(std::string_view digits) {
  return std::any_of(cyclic_numbers.begin(), cyclic_numbers.end(),
                     [&](std::string_view cyclic) { return digits.find(cyclic) != digits.npos; });
}

bool has_equal_groups(int group_digits, std::string_view digits) {
  const auto group = static_cast<size_t>(std::max(group_digits, 0));
  if (group == 0 || group > digits.size()) return false;
  return digits.substr(0, group) == digits.substr(digits.size() - group);
}

bool has_mirrored_groups(int group_digits, std::string_view digits) {
  const auto group = static_cast<size_t>(std::max(group_digits, 0));
  if (group == 0 || group > digits.size()) return false;
  return std::equal(digits.begin(), digits.begin() + static_cast<std::ptrdiff_t>(group),
                    digits.rbegin());
}

std::vector<std::string_view> broken_rules(const NumberRules& rules, std::string_view text) {
  if (text.size() != static_cast<size_t>(rules.digits)) return {"LENGTH"};
  if (!all_digits(text)) return {"NUMERIC"};
  std::vector<std::string_view> broken;
  const auto note = [&](bool hit, std::string_view label) {
    if (hit) broken.push_back(label);
  };
  note(starts_with_any(rules, text), "NOT_START_WITH");
  note(has_sequence(rules, text), "SEQUENCE_LIMIT");
  note(has_near_repeat(rules, text), "REPEATING_LIMIT");
  note(has_block_twice(rules, text), "REPEATING_BLOCK");
  note(has_even_run(rules, text), "CONJUGATIVE_EVEN");
  note(has_equal_groups(rules.group_digits, text), "DIGITS_GROUP");
  note(has_mirrored_groups(rules.reverse_group_digits, text), "REVERSE_GROUP");
  note(contains_restricted(rules, text), "RESTRICTED_NUMBERS");
  note(rules.refuses_cyclic && contains_cyclic(text), "CYCLIC");
  note(!has_check_digit(text), "CHECKSUM");
  return broken;
}

std::optional<std::string> config_fault(const NumberRules& rules) {
  if (rules.digits < 2 || rules.digits > static_cast<int>(digits_max)) {
    return "length " + std::to_string(rules.digits) + " is not in 2 to " +
           std::to_string(digits_max);
  }
  if (rules.sequence_limit == 1) return "sequence-limit 1 refuses every number; 0 switches it off";
  if (rules.group_digits >= rules.digits) return "digits-limit must be below the length";
  if (rules.reverse_group_digits > rules.digits) return "reverse-digits-limit exceeds the length";
  if (auto fault = word_fault("not-start-with", rules.not_start_with)) return fault;
  return word_fault("restricted-numbers", rules.restricted);
}
}  // namespace number
