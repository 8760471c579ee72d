// actors/prereg/document_record.h: a document's bytes: what is known of it, and its content in
// pieces.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "actors/prereg/document.h"

namespace prereg {
inline constexpr size_t chunk_bytes = size_t{64} * 1024;
constexpr uint64_t chunks_of(uint64_t bytes) { return (bytes + chunk_bytes - 1) / chunk_bytes; }

/// Keys of an application's documents and of one document's pieces.
std::string documents_front(std::string_view application);
std::string document_key(std::string_view application, std::string_view id);
std::string chunk_key(std::string_view application, std::string_view id, uint32_t number);
/// What all pieces of one document begin with.
std::string chunks_front(std::string_view application, std::string_view id);
/// The mark of a document whose pieces come in several commits and are not all there.
std::string upload_key(std::string_view application, std::string_view id);
inline constexpr std::string_view uploads_front = "W";

/// Which document of which application.
struct DocumentName {
  std::string application;
  std::string id;
};
/// Nothing when `key` is not what upload_key made.
std::optional<DocumentName> document_in_upload_key(std::string_view key);

/// What is known of a document, before it is sealed: format byte, texts, times and numbers.
std::string encoded(const Document& document);
/// Nothing when `record` is not what encoded() made.
std::optional<Document> decoded_document(std::string_view record);
}  // namespace prereg
