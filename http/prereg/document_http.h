// http/prereg/document_http.h: the endpoints of an application's documents (devices sheet B.11),
// under /preregistration/v1/documents.
#pragma once
#include "http/call.h"
#include "http/reply.h"

namespace http {
inline constexpr const char* document_upload_id = "mosip.pre-registration.document.upload";

/// POST /{preRegistrationId}: multipart/form-data with the parts "Document request" (JSON) and
/// "file"
void add_document(const Context& context, const Call& call, Reply reply);
/// GET and DELETE /preregistration/{preRegistrationId}: what is known of all; all of them
void list_documents(const Context& context, const Call& call, Reply reply);
void drop_documents(const Context& context, const Call& call, Reply reply);
/// GET and DELETE /{documentId}?preRegistrationId=: the content of one; one
void read_document(const Context& context, const Call& call, Reply reply);
void drop_document(const Context& context, const Call& call, Reply reply);
}  // namespace http
