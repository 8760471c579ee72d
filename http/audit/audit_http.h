// http/audit/audit_http.h: endpoints of the audit manager (ids sheet 10).
#pragma once
#include "http/call.h"
#include "http/context.h"
#include "http/reply.h"

namespace http {
/// POST /v1/auditmanager/audits. `true` is answered when the record is durable (D24). Errors:
/// audit_request_missing, audit_field (one a member), audit_format, audit_internal.
void add_audit(const Context& context, const Call& call, Reply reply);

/// GET /v1/auditmanager/audits, which the seed has not: records of the store by time, page by page.
/// Query: from, to, eventType, user (sessionUserId), id, limit, cursor, and nothing else. That they
/// are read is recorded before. Errors: audit_query, audit_internal.
void find_audits(const Context& context, const Call& call, Reply reply);
}  // namespace http
