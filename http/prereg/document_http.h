// http/prereg/document_http.h: the endpoints of an application's documents (devices sheet B.11),
// under /preregistration/v1/documents.
#pragma once
#include "http/call.h"
#include "http/reply.h"

namespace http {
inline constexpr const char* document_upload_id = "mosip.pre-registration.document.upload";

/// POST /{preRegistrationId}: multipart/form-data with the parts "Document request" (JSON) and
/// "file", and 64 KiB at most beside the file
void add_document(const Context& context, const Call& call, Reply reply);
/// PUT /{preRegistrationId}?catCode=&sourcePreId=: a copy of the document that another application
/// has of this category
void copy_document(const Context& context, const Call& call, Reply reply);
/// PUT /document/{documentId}?preRegistrationId=&refNumber=: the number that the document bears
void set_document_reference(const Context& context, const Call& call, Reply reply);
/// GET and DELETE /preregistration/{preRegistrationId}: what is known of all; all of them
void list_documents(const Context& context, const Call& call, Reply reply);
void drop_documents(const Context& context, const Call& call, Reply reply);
/// GET and DELETE /{documentId}?preRegistrationId=: the content of one; one
void read_document(const Context& context, const Call& call, Reply reply);
void drop_document(const Context& context, const Call& call, Reply reply);
}  // namespace http
