// http/signature/signature_http.h: the endpoints of the signature service (keys sheet 6 and 8).
#pragma once
#include "http/call.h"
#include "http/reply.h"

namespace http {
/// POST /v1/signature/sign
void sign(const Context& context, const Call& call, Reply reply);
/// POST /v1/signature/validate
void validate_signature(const Context& context, const Call& call, Reply reply);
/// POST /v1/signature/jwtSign
void jwt_sign(const Context& context, const Call& call, Reply reply);
/// POST /v1/signature/jwtSign/v2
void jwt_sign_v2(const Context& context, const Call& call, Reply reply);
/// POST /v1/signature/jwsSign
void jws_sign(const Context& context, const Call& call, Reply reply);
/// POST /v1/signature/jwsSign/v2
void jws_sign_v2(const Context& context, const Call& call, Reply reply);
/// POST /v1/signature/signV2
void sign_v2(const Context& context, const Call& call, Reply reply);
/// POST /v1/signature/signRawData
void sign_raw_data(const Context& context, const Call& call, Reply reply);
/// POST /v1/signature/jwtVerify. Trusted is a certificate that leads to an authority of `domain`;
/// a domain that is not allowed is a fault.
void jwt_verify(const Context& context, const Call& call, Reply reply);
/// POST /v1/signature/jwtVerify/v2. The certificates of x5c may link its first to an authority; in
/// a domain that is not allowed nothing is trusted.
void jwt_verify_v2(const Context& context, const Call& call, Reply reply);
}  // namespace http
