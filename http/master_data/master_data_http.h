// http/master_data/master_data_http.h: what forms are filled in with: languages, genders, places,
// documents. Sources: issue of pre-registration, part 4; the reference's master data service.
#pragma once
#include "http/call.h"
#include "http/reply.h"

namespace http {
struct Context;

/// Lists tell active and inactive rows, each with its state. Errors: those of the reference,
/// where there is no row; locations_too_many.
void list_languages(const Context& context, const Call& call, Reply reply);
/// Of every language, or of :langcode.
void list_genders(const Context& context, const Call& call, Reply reply);
/// Whether :gendername is an active gender's name in any language.
void validate_gender(const Context& context, const Call& call, Reply reply);
void list_individual_types(const Context& context, const Call& call, Reply reply);

/// The names of the levels in :langcode, in the two forms of the reference.
void list_location_levels(const Context& context, const Call& call, Reply reply);
void list_hierarchy_levels(const Context& context, const Call& call, Reply reply);
/// :locationcode in :langcode, what lies below it, and what it lies in.
void list_location_tree(const Context& context, const Call& call, Reply reply);
/// What lies one level below :locationcode in :langcode.
void list_location_children(const Context& context, const Call& call, Reply reply);
/// Every place of the level that :hierarchyname names in some language, in any case of letters.
void list_locations_of_level(const Context& context, const Call& call, Reply reply);
/// Whether :locationname is an active place's name in any language.
void validate_location(const Context& context, const Call& call, Reply reply);

/// Categories in :langcode with the documents that each takes.
void list_valid_documents(const Context& context, const Call& call, Reply reply);
/// Categories of every language, or of :langcode.
void list_document_categories(const Context& context, const Call& call, Reply reply);
/// The category :code in :langcode.
void read_document_category(const Context& context, const Call& call, Reply reply);
/// The documents that :documentcategorycode takes, in :langcode.
void list_document_types(const Context& context, const Call& call, Reply reply);
}  // namespace http
