// actors/prereg/document_record.cc: fields in the order of the struct.
#include "actors/prereg/document_record.h"

#include "actors/base/byte_codec.h"

namespace prereg {
static constexpr uint8_t document_format = 1;

std::string documents_front(std::string_view application) {
  std::string key{"D"};
  bytes::put_text(key, application);
  return key;
}
std::string document_key(std::string_view application, std::string_view id) {
  return documents_front(application).append(id);
}
std::string chunk_key(std::string_view application, std::string_view id, uint32_t number) {
  std::string key{"F"};
  bytes::put_text(key, application);
  bytes::put_text(key, id);
  bytes::put_ordered(key, number);
  return key;
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
  return out;
}

std::optional<Document> decoded_document(std::string_view record) {
  bytes::Reader reader{record};
  Document document;
  const bool is_ours = reader.take<uint8_t>() == document_format;
  for (std::string* text :
       {&document.id, &document.name, &document.category, &document.type, &document.language,
        &document.format, &document.uploaded_by, &document.digest})
    *text = reader.take_text();
  document.uploaded = UtcTime{UtcTime::duration{reader.take<int64_t>()}};
  document.bytes = reader.take<uint64_t>();
  if (!is_ours || !reader.is_whole()) return std::nullopt;
  return document;
}
}  // namespace prereg
