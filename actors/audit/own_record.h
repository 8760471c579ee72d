// actors/audit/own_record.h: the text of a record that the server itself makes. Pure.
#pragma once
#include <string>

#include "actors/audit/trail.h"

namespace audit {
/// In the form of audit_record.h, so that our own records read and search like reported ones: who
/// in sessionUserId (uuid) and createdBy (client), what of in id and idType; hostName is this
/// machine, hostIp the address that the request came from. eventType is USER, ANONYMOUS (a request
/// without a token) or SYSTEM.
std::string own_text(const Event& event, std::string_view host_name, UtcTime now);
}  // namespace audit
