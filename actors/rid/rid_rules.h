// actors/rid/rid_rules.h: the rules of the registration id (RID), and nothing but rules (ids sheet
// 3).
#pragma once
#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "actors/base/clock.h"
#include "actors/base/result.h"

namespace rid {
/// One registration machine, both ids trimmed. All its RIDs draw on one sequence.
struct Machine {
  std::string center_id;
  std::string machine_id;
};
inline std::string key_of(const Machine& m) { return m.center_id + "/" + m.machine_id; }

/// Defaults: mosip.kernel.{registrationcenterid,machineid}.length,
/// mosip.kernel.rid.{sequence-length, sequence-initial-value,timestamp-length,length}.
struct Rules {
  int center_id_chars = 5;
  int machine_id_chars = 5;
  int sequence_digits = 5;
  int64_t sequence_first = 1;
  int timestamp_digits = 14;
  int rid_chars = 29;
};
inline constexpr int id_chars_max = 36;
inline constexpr int sequence_digits_max = 18;

constexpr int64_t sequence_last(const Rules& rules) {
  int64_t power = 1;
  for (int i = 0; i < rules.sequence_digits; ++i) power *= 10;
  return power - 1;
}

/// What makes the configuration unusable, as a sentence; nothing when it is usable.
inline std::optional<std::string> config_fault(const Rules& rules) {
  const auto row = [](Errc errc) { return std::string{row_of(errc).text}; };
  if (rules.timestamp_digits <= 0) return row(Errc::rid_no_timestamp);
  if (rules.sequence_digits <= 0) return row(Errc::rid_no_sequence);
  if (rules.timestamp_digits != 14) return "mosip.kernel.rid.timestamp-length must be 14";
  if (rules.sequence_digits > sequence_digits_max) {
    return "mosip.kernel.rid.sequence-length must be 18 at most";
  }
  if (rules.sequence_first < 0 || rules.sequence_first > sequence_last(rules)) {
    return "mosip.kernel.rid.sequence-initial-value does not fit the sequence length";
  }
  for (const int chars : {rules.center_id_chars, rules.machine_id_chars}) {
    if (chars < 1 || chars > id_chars_max) {
      return "the lengths of centre and machine ids must be 1 to 36";
    }
  }
  if (rules.rid_chars != rules.center_id_chars + rules.machine_id_chars + rules.sequence_digits +
                             rules.timestamp_digits) {
    return "mosip.kernel.rid.length is not the sum of its parts";
  }
  return std::nullopt;
}

constexpr bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}
constexpr bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

/// What is wrong with these ids, if anything: rid_empty_input before rid_bad_length, which also
/// covers other characters than digits. Source: RidGeneratorServiceImpl; digits: ids sheet 3.1.
inline std::optional<Errc> fault_of(const Rules& rules, const Machine& m) {
  if (is_blank(m.center_id) || is_blank(m.machine_id)) return Errc::rid_empty_input;
  if (m.center_id.size() != static_cast<size_t>(rules.center_id_chars) ||
      m.machine_id.size() != static_cast<size_t>(rules.machine_id_chars) ||
      !all_digits(m.center_id) || !all_digits(m.machine_id)) {
    return Errc::rid_bad_length;
  }
  return std::nullopt;
}

/// Where a machine's RIDs stand. `issued_in_second` counts those that carry `second`.
struct Position {
  int64_t sequence = 0;
  int64_t second = 0;  ///< since 1970, UTC
  int64_t issued_in_second = 0;
  friend bool operator==(const Position&, const Position&) = default;
};

/// The position of the next RID. Time never steps back: a clock that does repeats the last second.
/// Nothing when the sequence has gone round within that second, since the RID would repeat.
constexpr std::optional<Position> position_after(const Rules& rules,
                                                 const std::optional<Position>& last,
                                                 int64_t now_second) {
  if (!last) return Position{rules.sequence_first, now_second, 1};
  const int64_t last_number = sequence_last(rules);
  const bool is_later = now_second > last->second;
  const int64_t cycle = last_number - rules.sequence_first + 1;
  if (!is_later && last->issued_in_second >= cycle) return std::nullopt;
  // Below the first after a change of the configuration: start there, as a new machine does.
  const bool wraps = last->sequence >= last_number || last->sequence < rules.sequence_first;
  return Position{wraps ? rules.sequence_first : last->sequence + 1,
                  is_later ? now_second : last->second, is_later ? 1 : last->issued_in_second + 1};
}

/// 29 characters by default: center 5, machine 5, sequence 5, UTC yyyyMMddHHmmss 14.
inline std::string rid_text(const Rules& rules, const Machine& m, const Position& position) {
  std::string digits = std::to_string(position.sequence);
  digits.insert(0, static_cast<size_t>(rules.sequence_digits) - digits.size(), '0');
  return m.center_id + m.machine_id + digits +
         compact_utc(UtcTime{std::chrono::seconds{position.second}});
}

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, Machine& x) {
  return f(x.center_id, x.machine_id);
}
}  // namespace rid
