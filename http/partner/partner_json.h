// http/partner/partner_json.h: answers about authorities and partners as JSON.
#pragma once
#include <string>

#include "actors/partner/authority_list.h"
#include "actors/partner/partner_actor.h"

namespace http {
std::string resigned_json(const partner::Resigned& resigned, UtcTime now);
/// Both certificates of a partner in PEM.
std::string signed_certificates_json(const partner::Partner& partner, UtcTime now);
std::string authorities_json(const partner::Listed& listed, const partner::Page& page, UtcTime now);
/// A certificate of the store in PEM.
std::string pem_of(const std::string& der);
}  // namespace http
