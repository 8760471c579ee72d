// actors/otp/otp_rules.h: the rules of one-time codes, and nothing but rules (auth sheet 5.3, ids
// sheet 7, DECISIONS 11).
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "actors/base/clock.h"
#include "actors/base/error.h"

namespace otp {
/// mosip.kernel.otp.* and idkernel.otp.*. Ages are whole seconds, cut off; an age equal to a limit
/// is still within it.
struct Rules {
  int code_digits = 6;
  int64_t expiry_seconds = 180;
  int64_t freeze_seconds = 1800;  ///< also how long a wrong code is remembered
  uint32_t wrong_max = 10;        ///< the code that brings a key there freezes it
  uint32_t generations_max = 5;
  int64_t window_seconds = 600;  ///< that generations_max holds for, from the first of them on
  size_t key_chars_min = 3;
  size_t key_chars_max = 64;
};

/// A code that was made and neither used nor replaced.
struct Code {
  std::string mac;  ///< never the code itself
  UtcTime generated{};
};

/// What is known of one key. The counters live longer than a code: a new code or an expired one
/// takes no wrong guess back.
struct Entry {
  std::optional<Code> code;
  uint32_t wrong = 0;
  UtcTime last_wrong{};
  std::optional<UtcTime> frozen;  ///< since when
  uint32_t generations = 0;       ///< in the present window
  UtcTime window_began{};
  UtcTime updated{};
};

enum class Outcome : uint8_t { success, invalid, expired, blocked, no_record };

/// Forgets a freeze that is over, with the wrong guesses behind it, and wrong guesses that are old.
void settle(const Rules& rules, Entry& entry, UtcTime now);

/// Whether one more code may be made: not while frozen, nor beyond the budget of the window.
bool may_generate(const Rules& rules, const Entry& entry, UtcTime now);
/// Puts `code` in place of the one before and counts it. Only when may_generate.
void put_code(const Rules& rules, Entry& entry, std::string mac, UtcTime now);

/// What a guess at `now` meets before it is looked at: blocked, no_record or expired; nothing when
/// it is to be compared.
std::optional<Outcome> refusal(const Rules& rules, const Entry& entry, UtcTime now);
/// Settles a guess that was compared: success takes the code and zeroes the counter; a wrong one is
/// counted, and the last that the rules allow freezes the key (blocked).
Outcome settle_guess(const Rules& rules, Entry& entry, bool is_right, UtcTime now);

/// Whether a key has a code, for a request that does not say which key it means.
enum class Standing : uint8_t {
  none,
  stale,  ///< expired
  open    ///< to be guessed at, or frozen
};
Standing standing(const Rules& rules, const Entry& entry, UtcTime now);

/// Seconds since 1970 from which on nothing of the entry matters any more.
int64_t forgotten_from(const Rules& rules, const Entry& entry);

/// Whether a key's trimmed text may have codes: its characters are counted, not its bytes.
bool is_key(const Rules& rules, std::string_view key);
/// All that is wrong with the arguments of a check, in this order: otp_key_empty,
/// otp_key_length_validate, otp_empty, otp_not_numeric (an empty code is that too). ASCII digits.
Faults faults_of(const Rules& rules, std::string_view key, std::string_view code);
}  // namespace otp
