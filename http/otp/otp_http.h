// http/otp/otp_http.h: the endpoints of the OTP manager (ids sheet 7, auth sheet 7).
#pragma once
#include "http/call.h"
#include "http/reply.h"

namespace http {
/// POST /v1/otpmanager/otp/generate: answers the code; sending it is the caller's work.
void generate_otp(const Context& context, const Call& call, Reply reply);
/// GET /v1/otpmanager/validate: a right code is used up by it.
void validate_otp(const Context& context, const Call& call, Reply reply);
}  // namespace http
