// http/applicant_type/applicant_type_http.h: the endpoints of the applicant type.
#pragma once
#include "http/call.h"
#include "http/reply.h"

namespace http {
/// GET /v1/applicanttype/getApplicantType (ids sheet 11.1).
void get_applicant_type(const Context& context, const Call& call, Reply reply);
/// POST to the same path and to /v1/masterdata/getApplicantType: attributes in either form (11.4).
void post_applicant_type(const Context& context, const Call& call, Reply reply);
}  // namespace http
