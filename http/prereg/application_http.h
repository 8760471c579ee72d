// http/prereg/application_http.h: the endpoints of applications for registration (devices sheet
// B.4, B.11), under /preregistration/v1/applications and its alias /applications/prereg.
#pragma once
#include "http/call.h"
#include "http/reply.h"

namespace http {
inline constexpr const char* application_create_id = "mosip.pre-registration.demographic.create";
inline constexpr const char* application_update_id = "mosip.pre-registration.demographic.update";
inline constexpr const char* application_times_id =
    "mosip.pre-registration.demographic.retrieve.date";

/// POST
void create_application(const Context& context, const Call& call, Reply reply);
/// GET, a page of the caller's own
void list_applications(const Context& context, const Call& call, Reply reply);
/// PUT, GET and DELETE /{preRegistrationId}
void change_application(const Context& context, const Call& call, Reply reply);
void read_application(const Context& context, const Call& call, Reply reply);
void discard_application(const Context& context, const Call& call, Reply reply);
/// GET /info/{preRegistrationId}: what read_application tells, and what is known of its documents
void application_info(const Context& context, const Call& call, Reply reply);
/// GET and PUT /status/{preRegistrationId}
void application_status(const Context& context, const Call& call, Reply reply);
void set_application_status(const Context& context, const Call& call, Reply reply);
/// POST /updatedTime: when each of a list changed last
void application_times(const Context& context, const Call& call, Reply reply);
}  // namespace http
