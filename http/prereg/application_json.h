// http/prereg/application_json.h: applications and documents as JSON. demographicDetails goes out
// byte for byte as it came in.
#pragma once
#include <string>

#include "actors/prereg/application.h"
#include "actors/prereg/document.h"

namespace http {
/// {"preRegistrationId","createdDateTime","statusCode","langCode","demographicDetails"}
std::string created_application_json(const prereg::Application& application);
/// The same, and updatedDateTime (B.4.2).
std::string changed_application_json(const prereg::Application& application);
/// Everything: who made it and who changed it too (B.4.3).
std::string application_json(const prereg::Application& application);
/// {"demographicResponse": all of application_json, "documentsMetaData": documents_json, or null}
std::string application_info_json(const prereg::Application& application,
                                  const prereg::DocumentList& documents);
/// {"preRegistartionId","statusCode"}, spelled so.
std::string application_status_json(const prereg::Application& application);
/// {"preRegistrationId","deletedBy","deletedDateTime"} of a history's last row.
std::string discarded_application_json(const prereg::Application& application);
/// {"basicDetails":[..],"totalRecords","noOfRecords","pageIndex"}: numbers are texts.
std::string application_page_json(const prereg::Page& page);
/// {id: time}
std::string application_times_json(const prereg::Times& times);

/// What an upload hears; `application` is its id.
std::string added_document_json(const std::string& application, const prereg::Document& document);
/// {"documentsMetaData":[..]}
std::string documents_json(const prereg::DocumentList& documents);
/// {"document": base64 of the bytes}
std::string document_content_json(const prereg::DocumentWithContent& document);
}  // namespace http
