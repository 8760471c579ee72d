// http/prereg/prereg_envelope.h: the frame of pre-registration's requests and answers (devices
// sheet B.1).
#pragma once
#include <string_view>

#include "actors/base/clock.h"
#include "actors/base/error.h"
#include "http/call.h"
#include "http/envelope.h"

namespace http {
/// The answer's frame of one operation: id and version are the operation's, whatever the request
/// says of itself, and there is no `metadata`.
constexpr EnvelopeStyle prereg_style(const char* operation_id) {
  return {.id = operation_id, .error_id = operation_id, .own_id = true, .metadata = false};
}

/// What is wrong with the frame around a body of POST or PUT, all of it, in the reference's order:
/// requesttime (its form, else its date), version, request, id. Empty: nothing. `requesttime` is
/// yyyy-MM-dd'T'HH:mm:ss.SSS'Z' of any time of the UTC day of `now`; `version` is 1.0; `request` is
/// an object.
/// Errors: prereg_request_time, prereg_request_date, prereg_version, prereg_body, prereg_id.
Faults prereg_envelope_faults(const Fields& body, std::string_view operation_id, UtcTime now);
}  // namespace http
