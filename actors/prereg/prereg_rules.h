// actors/prereg/prereg_rules.h: statuses of an application and who may do what with it: rules, and
// nothing but rules (devices sheet B.4, B.9).
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace prereg {
/// Numbers are stored data.
enum class Status : uint8_t {
  pending_appointment = 1,  ///< of a new application
  booked = 2,
  expired = 3,
  consumed = 4,
  canceled = 5,
  document_uploaded = 6,
  application_incomplete = 7,
  prefetched = 8,
  discarded = 9,  ///< of the last row of a history alone: no wire knows it
};

/// As the wire spells it: "Pending_Appointment".
std::string_view text_of(Status status);
/// The same texts, whatever their case, and "Cancelled"; nothing for any other.
std::optional<Status> status_of(std::string_view text);

/// Whether the data and the documents of such an application may be changed (B.4.2).
constexpr bool may_be_changed(Status status) {
  return status != Status::expired && status != Status::consumed && status != Status::discarded;
}
/// Whether such an application may be discarded (B.9).
constexpr bool may_be_discarded(Status status) {
  return status == Status::pending_appointment || status == Status::booked;
}
/// What a citizen may set: what becomes of an application in the register is not theirs to say.
constexpr bool is_for_citizens(Status status) {
  return status == Status::pending_appointment || status == Status::booked ||
         status == Status::canceled || status == Status::document_uploaded ||
         status == Status::application_incomplete;
}

inline constexpr size_t id_digits_max = 28;
/// Whether there can be an application of this id: one to id_digits_max digits.
bool is_id(std::string_view text);

/// The number of the page that `text` asks for, the first when it is empty. Nothing when it is no
/// whole number or too large.
std::optional<size_t> page_index_of(std::string_view text);
}  // namespace prereg
