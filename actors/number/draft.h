// actors/number/draft.h: a number in the making, refused at the first digit that breaks a rule.
#pragma once
#include <array>
#include <string_view>

#include "actors/number/number_rules.h"

namespace number {
/// Digits from the left. What the rules need to know is kept per position, so that taking a digit
/// back or starting again costs nothing. Agrees with broken_rules on whole numbers.
class Draft {
 public:
  /// `rules` have no config_fault.
  explicit Draft(NumberRules rules);

  /// Appends `digit` (0 to 9) unless the digits would then break a rule for any continuation.
  /// Needs size() < rules().digits.
  bool push(unsigned digit);
  void pop() { --size_; }
  void clear() { size_ = 0; }

  /// Appends the Verhoeff digit when it and the whole number obey every rule. Needs all digits but
  /// the last. After false the draft may hold any digits.
  bool finish();

  /// Whether `text` is a valid number. Leaves the draft holding part of it.
  bool accepts(std::string_view text);

  size_t size() const { return size_; }
  std::string_view text() const { return {text_.data(), size_}; }
  const NumberRules& rules() const { return rules_; }

 private:
  struct Position {
    uint64_t block = 0;  ///< the last block_ digits, four bits each
    uint8_t rising = 1;  ///< digits in the rising sequence that ends here
    uint8_t falling = 1;
    uint8_t evens = 0;
  };

  bool repeats(char digit) const;
  bool repeats_block(uint64_t block) const;
  bool obeys_whole() const;

  NumberRules rules_;
  size_t block_ = 0;  ///< 0: off
  uint64_t block_mask_ = 0;
  size_t repeating_ = 0;     ///< 0: off
  uint8_t sequence_ = 0xff;  ///< a run of so many is refused; 0xff is never reached
  uint8_t evens_ = 0xff;
  unsigned bad_first_ = 0;                  ///< bit d: no number starts with d
  std::array<char, 10> above_{}, below_{};  ///< the neighbour in a sequence, or 0
  std::array<Position, digits_max> positions_{};
  std::array<char, digits_max> text_{};
  size_t size_ = 0;
};
}  // namespace number
