// http/prereg/prereg_envelope.cc: one check a member of the frame.
#include "http/prereg/prereg_envelope.h"

#include <chrono>
#include <optional>

namespace http {
namespace {
std::optional<Errc> time_fault(const TextField& sent, UtcTime now) {
  UtcTime time{};
  if (!parse_iso_utc(sent.value, time)) return Errc::prereg_request_time;
  using std::chrono::days;
  if (std::chrono::floor<days>(time) != std::chrono::floor<days>(now))
    return Errc::prereg_request_date;
  return std::nullopt;
}
}  // namespace

Faults prereg_envelope_faults(const Fields& body, std::string_view operation_id, UtcTime now) {
  Faults faults;
  if (const auto fault = time_fault(body.text({"requesttime"}), now))
    faults.push_back({*fault, {}});
  if (body.text({"version"}).value != "1.0") faults.push_back({Errc::prereg_version, {}});
  if (!body.object("request").present()) faults.push_back({Errc::prereg_body, {}});
  if (body.text({"id"}).value != operation_id) faults.push_back({Errc::prereg_id, {}});
  return faults;
}
}  // namespace http
