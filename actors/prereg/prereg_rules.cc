// actors/prereg/prereg_rules.cc: tables and short texts.
#include "actors/prereg/prereg_rules.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

#include "actors/base/text.h"

namespace prereg {
namespace {
struct StatusRow {
  Status status;
  std::string_view text;
};
constexpr std::array<StatusRow, 10> status_rows = {
    {{Status::pending_appointment, "Pending_Appointment"},
     {Status::booked, "Booked"},
     {Status::expired, "Expired"},
     {Status::consumed, "Consumed"},
     {Status::canceled, "Canceled"},
     {Status::canceled, "Cancelled"},
     {Status::document_uploaded, "Document_Uploaded"},
     {Status::application_incomplete, "Application_Incomplete"},
     {Status::prefetched, "Prefetched"},
     {Status::discarded, "Discarded"}}};
constexpr size_t page_index_max = 1'000'000;
}  // namespace

std::string_view text_of(Status status) {
  const auto row = std::ranges::find(status_rows, status, &StatusRow::status);
  return row == status_rows.end() ? std::string_view{} : row->text;
}

std::optional<Status> status_of(std::string_view text) {
  const std::string wanted = text::in_capitals(std::string{text});
  for (const StatusRow& row : status_rows) {
    if (row.status != Status::discarded && text::in_capitals(std::string{row.text}) == wanted)
      return row.status;
  }
  return std::nullopt;
}

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= id_digits_max &&
         std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<size_t> page_index_of(std::string_view text) {
  if (text.empty()) return 0;
  size_t index = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), index);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return index <= page_index_max ? std::optional{index} : std::nullopt;
}
}  // namespace prereg
