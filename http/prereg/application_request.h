// http/prereg/application_request.h: what a request about applications says, checked in the order
// of devices sheet B.4.
#pragma once
#include <optional>
#include <string>

#include "actors/prereg/application.h"
#include "http/call.h"
#include "http/context.h"
#include "http/reply.h"

namespace http {
/// Who asks, by the token.
prereg::Caller prereg_caller(const Context& context, const Call& call);

/// The application that the path names. Nothing when it names none, and `reply` is answered then
/// (prereg_parameter).
std::optional<std::string> prereg_id_in(const Call& call, const Reply& reply);

/// What somebody files.
struct FiledDetails {
  std::string language;
  std::string details;  ///< demographicDetails as it was written
};
inline constexpr size_t details_bytes_max = size_t{128} * 1024;

/// The body of POST and PUT. Nothing when it may not be taken, and `reply` is answered then: all
/// that is wrong with the frame; or prereg_language; or prereg_json (no demographicDetails with an
/// identity, or more than details_bytes_max of it); or all that the validator's first unhappy stage
/// finds: identity_invalid, identity_missing.
std::optional<FiledDetails> filed_details(const Context& context, const Call& call,
                                          const Reply& reply, std::string_view operation_id);
}  // namespace http
