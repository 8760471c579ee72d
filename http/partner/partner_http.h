// http/partner/partner_http.h: certificates of authorities and partners (keys sheet 8 and 8.1).
#pragma once
#include "http/call.h"
#include "http/reply.h"

namespace http {
/// POST /v1/keymanager/uploadCACertificate
void upload_ca_certificate(const Context& context, const Call& call, Reply reply);
/// POST /v1/keymanager/uploadPartnerCertificate
void upload_partner_certificate(const Context& context, const Call& call, Reply reply);
/// GET /v1/keymanager/getPartnerCertificate/{partnerCertId}
void get_partner_certificate(const Context& context, const Call& call, Reply reply);
/// GET /v1/keymanager/getPartnerSignedCertificate/{partnerCertId}
void get_partner_signed_certificate(const Context& context, const Call& call, Reply reply);
/// POST /v1/keymanager/verifyCertificateTrust
void verify_certificate_trust(const Context& context, const Call& call, Reply reply);
/// POST /v1/keymanager/getCaCertificates. All members are optional:
/// pageNumber (from 1, below counts as 1), pageSize (1 to 500, below counts as 10);
/// caCertificateType (ROOT, INTERMEDIATE), partnerDomain; certId, issuedTo, issuedBy (parts of
/// them, in any case); validFromDate, validTillDate, uploadTime (that day); expiringWithinDate (by
/// that day, from today on); excludeMosipCA (leaves out our own ROOT and partner management);
/// sortByFieldName (a member of the answer, or a column of the reference's table; uploadTime),
/// sortOrder (DESC, else ascending).
void get_ca_certificates(const Context& context, const Call& call, Reply reply);
/// GET /v1/keymanager/getCACertificateTrustPath/{caCertId}
void get_ca_certificate_trust_path(const Context& context, const Call& call, Reply reply);
}  // namespace http
