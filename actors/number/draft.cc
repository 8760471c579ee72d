// actors/number/draft.cc: the rules digit by digit.
#include "actors/number/draft.h"

#include <utility>

#include "actors/number/verhoeff.h"

namespace number {
namespace {
/// A limit as a run length; 0xff, which no run of digits_max digits reaches, when it is off.
uint8_t run_limit(int limit) {
  return limit <= 0 || limit > static_cast<int>(digits_max) ? 0xff : static_cast<uint8_t>(limit);
}

bool is_counted_even(unsigned digit) { return digit != 0 && digit % 2 == 0; }
}  // namespace

Draft::Draft(NumberRules rules)
    : rules_(std::move(rules)),
      sequence_(run_limit(rules_.sequence_limit)),
      evens_(run_limit(rules_.even_limit)) {
  if (rules_.repeating_limit > 0) repeating_ = static_cast<size_t>(rules_.repeating_limit);
  // A block of more than half the digits cannot occur twice. What is left fits 64 bits.
  if (rules_.repeating_block_limit > 0 && 2 * rules_.repeating_block_limit <= rules_.digits) {
    block_ = static_cast<size_t>(rules_.repeating_block_limit);
    block_mask_ = (uint64_t{1} << (4 * block_)) - 1;
  }
  for (const auto& word : rules_.not_start_with) {
    if (word.size() == 1) bad_first_ |= 1u << (word[0] - '0');
  }
  for (unsigned digit = 0; digit < 10; ++digit) {
    const auto text = static_cast<char>('0' + digit);
    above_[digit] = digit < 9 ? static_cast<char>(text + 1) : rules_.sequence_wraps ? '0' : '\0';
    below_[digit] = digit > 0 ? static_cast<char>(text - 1) : rules_.sequence_wraps ? '9' : '\0';
  }
}

bool Draft::repeats(char digit) const {
  const size_t first = size_ > repeating_ ? size_ - repeating_ : 0;
  for (size_t at = first; at < size_; ++at) {
    if (text_[at] == digit) return true;
  }
  return false;
}

bool Draft::repeats_block(uint64_t block) const {
  // The new block ends at size_; an earlier one that does not overlap it ends block_ digits before.
  for (size_t end = block_ - 1; end + block_ <= size_; ++end) {
    if (positions_[end].block == block) return true;
  }
  return false;
}

bool Draft::push(unsigned digit) {
  const auto text = static_cast<char>('0' + digit);
  Position next;
  next.evens = is_counted_even(digit) ? 1 : 0;
  next.block = digit;
  if (size_ == 0) {
    if ((bad_first_ >> digit) & 1u) return false;
  } else {
    if (repeats(text)) return false;
    const Position& last = positions_[size_ - 1];
    const auto before = static_cast<size_t>(text_[size_ - 1] - '0');
    if (text == above_[before]) next.rising = static_cast<uint8_t>(last.rising + 1);
    if (text == below_[before]) next.falling = static_cast<uint8_t>(last.falling + 1);
    if (next.evens != 0) next.evens = static_cast<uint8_t>(last.evens + 1);
    next.block = ((last.block << 4) | digit) & block_mask_;
  }
  if (next.rising >= sequence_ || next.falling >= sequence_ || next.evens >= evens_) return false;
  if (block_ != 0 && repeats_block(next.block)) return false;
  positions_[size_] = next;
  text_[size_++] = text;
  return true;
}

bool Draft::finish() {
  return push(static_cast<unsigned>(check_digit(text()) - '0')) && obeys_whole();
}

bool Draft::obeys_whole() const {
  return !starts_with_any(rules_, text()) && !has_equal_groups(rules_.group_digits, text()) &&
         !has_mirrored_groups(rules_.reverse_group_digits, text()) &&
         !contains_restricted(rules_, text()) &&
         !(rules_.refuses_cyclic && contains_cyclic(text()));
}

bool Draft::accepts(std::string_view text) {
  clear();
  if (text.size() != static_cast<size_t>(rules_.digits)) return false;
  for (const char c : text) {
    if (c < '0' || c > '9' || !push(static_cast<unsigned>(c - '0'))) return false;
  }
  return has_check_digit(text) && obeys_whole();
}
}  // namespace number
