// http/keymanager/keymanager_http.h: the endpoints of the key manager (keys sheet 4 and 8).
#pragma once
#include "http/call.h"
#include "http/reply.h"

namespace http {
/// POST /v1/keymanager/generateMasterKey/{objectType}
void generate_master_key(const Context& context, const Call& call, Reply reply);
/// POST /v1/keymanager/generateECSignKey/{objectType}
void generate_ec_sign_key(const Context& context, const Call& call, Reply reply);
/// POST /v1/keymanager/generateCSR
void generate_csr(const Context& context, const Call& call, Reply reply);
/// GET /v1/keymanager/getCertificate
void get_certificate(const Context& context, const Call& call, Reply reply);
/// GET /v1/keymanager/getAllCertificates
void get_all_certificates(const Context& context, const Call& call, Reply reply);
/// GET /v1/keymanager/getCertificateChain
void get_certificate_chain(const Context& context, const Call& call, Reply reply);
/// POST /v1/keymanager/uploadCertificate
void upload_certificate(const Context& context, const Call& call, Reply reply);
/// POST /v1/keymanager/uploadOtherDomainCertificate
void upload_other_domain_certificate(const Context& context, const Call& call, Reply reply);
/// POST /v1/keymanager/generateSymmetricKey
void generate_symmetric_key(const Context& context, const Call& call, Reply reply);
/// PUT /v1/keymanager/revokeKey
void revoke_key(const Context& context, const Call& call, Reply reply);
}  // namespace http
