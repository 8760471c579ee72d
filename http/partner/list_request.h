// http/partner/list_request.h: members of getCaCertificates.
#pragma once
#include "actors/partner/authority_list.h"
#include "http/call.h"
#include "http/context.h"

namespace http {
/// What getCaCertificates asks for.
struct ListRequest {
  partner::Filter filter;
  partner::Order order;
  partner::Page page;
};

/// Errors: key_request_invalid (one a member), key_time_invalid, partner_domain, partner_ca_type.
Result<ListRequest> list_request(const Context& context, const Call& call);
}  // namespace http
