// actors/prereg/document_record.cc: fields in the order of the struct.
#include "actors/prereg/document_record.h"

#include "actors/base/byte_codec.h"

namespace prereg {
namespace {
/// Format 1 has no reference.
constexpr uint8_t first_format = 1;
constexpr uint8_t document_format = 2;
}  // namespace

std::string documents_front(std::string_view application) {
  std::string key{"D"};
  bytes::put_text(key, application);
  return key;
}
std::string document_key(std::string_view application, std::string_view id) {
  return documents_front(application).append(id);
}
std::string chunks_front(std::string_view application, std::string_view id) {
  std::string key{"F"};
  bytes::put_text(key, application);
  bytes::put_text(key, id);
  return key;
}
std::string chunk_key(std::string_view application, std::string_view id, uint32_t number) {
  std::string key = chunks_front(application, id);
  bytes::put_ordered(key, number);
  return key;
}

std::string upload_key(std::string_view application, std::string_view id) {
  std::string key{uploads_front};
  bytes::put_text(key, application);
  return key.append(id);
}
std::optional<DocumentName> document_in_upload_key(std::string_view key) {
  if (!key.starts_with(uploads_front)) return std::nullopt;
  key.remove_prefix(uploads_front.size());
  bytes::Reader reader{key};
  const std::string_view application = reader.take_text();
  if (reader.is_short()) return std::nullopt;
  const auto read = static_cast<size_t>(application.data() + application.size() - key.data());
  return DocumentName{std::string{application}, std::string{key.substr(read)}};
}

std::string encoded(const Document& document) {
  std::string out;
  bytes::put(out, document_format);
  for (const std::string* text :
       {&document.id, &document.name, &document.category, &document.type, &document.language,
        &document.format, &document.uploaded_by, &document.digest})
    bytes::put_text(out, *text);
  bytes::put<int64_t>(out, document.uploaded.time_since_epoch().count());
  bytes::put(out, document.bytes);
  bytes::put_text(out, document.reference);
  return out;
}

std::optional<Document> decoded_document(std::string_view record) {
  bytes::Reader reader{record};
  Document document;
  const auto format = reader.take<uint8_t>();
  for (std::string* text :
       {&document.id, &document.name, &document.category, &document.type, &document.language,
        &document.format, &document.uploaded_by, &document.digest})
    *text = reader.take_text();
  document.uploaded = UtcTime{UtcTime::duration{reader.take<int64_t>()}};
  document.bytes = reader.take<uint64_t>();
  if (format == document_format) document.reference = reader.take_text();
  if (format < first_format || format > document_format || !reader.is_whole()) return std::nullopt;
  return document;
}
}  // namespace prereg
