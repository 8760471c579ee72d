// actors/otp/otp_rules.cc: counters, freeze, budget.
#include "actors/otp/otp_rules.h"

#include <algorithm>
#include <cassert>

namespace otp {
namespace {
using std::chrono::seconds;

int64_t age(UtcTime since, UtcTime now) {
  return std::chrono::duration_cast<seconds>(now - since).count();
}

bool is_within_window(const Rules& rules, const Entry& entry, UtcTime now) {
  return entry.generations > 0 && age(entry.window_began, now) < rules.window_seconds;
}

size_t characters(std::string_view utf8) {
  return static_cast<size_t>(std::ranges::count_if(
      utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
}  // namespace

void settle(const Rules& rules, Entry& entry, UtcTime now) {
  if (entry.frozen && age(*entry.frozen, now) > rules.freeze_seconds) {
    entry.frozen.reset();
    entry.wrong = 0;
  }
  if (entry.wrong > 0 && age(entry.last_wrong, now) > rules.freeze_seconds) entry.wrong = 0;
}

bool may_generate(const Rules& rules, const Entry& entry, UtcTime now) {
  if (entry.frozen) return false;
  return !is_within_window(rules, entry, now) || entry.generations < rules.generations_max;
}

void put_code(const Rules& rules, Entry& entry, std::string mac, UtcTime now) {
  assert(may_generate(rules, entry, now));
  if (!is_within_window(rules, entry, now)) {
    entry.generations = 0;
    entry.window_began = now;
  }
  ++entry.generations;
  entry.code = Code{std::move(mac), now};
  entry.updated = now;
}

std::optional<Outcome> refusal(const Rules& rules, const Entry& entry, UtcTime now) {
  if (entry.frozen) return Outcome::blocked;
  if (!entry.code) return Outcome::no_record;
  if (age(entry.code->generated, now) > rules.expiry_seconds) return Outcome::expired;
  return std::nullopt;
}

Standing standing(const Rules& rules, const Entry& entry, UtcTime now) {
  const auto refused = refusal(rules, entry, now);
  if (refused == Outcome::no_record) return Standing::none;
  return refused == Outcome::expired ? Standing::stale : Standing::open;
}

Outcome settle_guess(const Rules& rules, Entry& entry, bool is_right, UtcTime now) {
  entry.updated = now;
  if (is_right) {
    entry.code.reset();
    entry.wrong = 0;
    return Outcome::success;
  }
  entry.last_wrong = now;
  if (++entry.wrong < rules.wrong_max) return Outcome::invalid;
  entry.frozen = now;
  return Outcome::blocked;
}

int64_t forgotten_from(const Rules& rules, const Entry& entry) {
  // Ages are cut off, so one that equals a limit lasts almost a second longer.
  return epoch_seconds(entry.updated) + 2 +
         std::max({rules.expiry_seconds, rules.freeze_seconds, rules.window_seconds});
}

bool is_key(const Rules& rules, std::string_view key) {
  const size_t count = characters(key);
  return count >= rules.key_chars_min && count <= rules.key_chars_max;
}

Faults faults_of(const Rules& rules, std::string_view key, std::string_view code) {
  Faults faults;
  if (key.empty()) {
    faults.push_back({Errc::otp_key_empty, {}});
  } else if (!is_key(rules, key)) {
    faults.push_back({Errc::otp_key_length_validate, {}});
  }
  if (code.empty()) faults.push_back({Errc::otp_empty, {}});
  if (code.empty() || !std::ranges::all_of(code, is_digit))
    faults.push_back({Errc::otp_not_numeric, {}});
  return faults;
}
}  // namespace otp
