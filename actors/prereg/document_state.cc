// actors/prereg/document_state.cc: "D" + application + id: what is known; "F" + application + id +
// number: a piece of its content; "W" + application + id: its pieces are still coming.
#include "actors/prereg/document_state.h"

#include "crypto/digest.h"

namespace prereg {
namespace {
constexpr size_t uuid_chars = 36;
constexpr std::string_view upload_mark = "\1";  // Its form.

std::string_view piece_of(std::string_view content, uint32_t number) {
  return content.substr(number * chunk_bytes, chunk_bytes);
}
}  // namespace

/// What is left to be written when nothing can fail any more.
struct Documents::Ready {
  Document document;
  std::string record;
  Document replaced;  ///< without an id: none
};

Result<Document> Documents::put(const std::string& application, Document document,
                                std::string_view content, UtcTime now, store::Transaction& tx) {
  const auto ready = prepared(application, std::move(document), content, now, tx);
  if (!ready.ok()) return ready.faults();
  const std::string& id = ready.value().document.id;
  std::vector<std::string> pieces;
  for (uint32_t number = 0; number < chunks_of(content.size()); ++number) {
    auto piece = sealed(chunk_key(application, id, number), piece_of(content, number), now, tx);
    if (!piece.ok()) return piece.faults();
    pieces.push_back(std::move(piece).value());
  }
  for (uint32_t number = 0; number < pieces.size(); ++number)
    tx.put(chunk_key(application, id, number), pieces[number]);
  keep(application, ready.value(), tx);
  return ready.value().document;
}

void Documents::begin(const std::string& application, const std::string& id,
                      store::Transaction& tx) {
  tx.put(upload_key(application, id), upload_mark);
}

Result<Done> Documents::put_piece(const std::string& application, const std::string& id,
                                  std::string_view content, uint32_t number, UtcTime now,
                                  store::Transaction& tx) {
  const std::string key = chunk_key(application, id, number);
  const auto piece = sealed(key, piece_of(content, number), now, tx);
  if (!piece.ok()) return piece.faults();
  tx.put(key, piece.value());
  return Done{};
}

Result<Document> Documents::complete(const std::string& application, Document document,
                                     std::string_view content, UtcTime now,
                                     store::Transaction& tx) {
  const auto ready = prepared(application, std::move(document), content, now, tx);
  if (!ready.ok()) return ready.faults();
  keep(application, ready.value(), tx);
  tx.erase(upload_key(application, ready.value().document.id));
  return ready.value().document;
}

void Documents::abandon(const std::string& application, const std::string& id,
                        store::Transaction& tx) {
  std::string end = chunks_front(application, id);
  const std::string first = end;
  end.back() = static_cast<char>(end.back() + 1);  // Of an id: a hexadecimal digit.
  tx.erase_range(first, end);
  tx.erase(upload_key(application, id));
}

Result<std::vector<DocumentName>> Documents::leftovers(store::Transaction& tx) {
  std::vector<DocumentName> names;
  const auto visited = tx.scan(uploads_front, {}, [&](std::string_view key, std::string_view) {
    if (auto name = document_in_upload_key(key)) names.push_back(*std::move(name));
    return true;
  });
  if (!visited.ok()) return Errc::document_table;
  return names;
}

Result<Document> Documents::set_reference(const std::string& application, const std::string& id,
                                          const std::string& reference, UtcTime now,
                                          store::Transaction& tx) {
  auto document = find(application, id, tx);
  if (!document.ok()) return document.faults();
  Document after = std::move(document).value();
  after.reference = reference;
  const std::string key = document_key(application, id);
  const auto record = sealed(key, encoded(after), now, tx);
  if (!record.ok()) return record.faults();
  tx.put(key, record.value());
  return after;
}

Result<DocumentList> Documents::list(const std::string& application, store::Transaction& tx) {
  auto found = all(application, tx);
  if (found.ok() && found.value().empty()) return Errc::document_none;
  return found;
}

Result<Document> Documents::of_category(const std::string& application, std::string_view category,
                                        store::Transaction& tx) {
  const auto found = all(application, tx);
  if (!found.ok()) return found.faults();
  for (const Document& document : found.value())
    if (document.category == category) return document;
  return Document{};
}

Result<DocumentWithContent> Documents::read(const std::string& application, const std::string& id,
                                            store::Transaction& tx) {
  auto document = find(application, id, tx);
  if (!document.ok()) return document.faults();
  std::string content;
  content.reserve(document.value().bytes);
  for (uint32_t number = 0; number < chunks_of(document.value().bytes); ++number) {
    const std::string key = chunk_key(application, id, number);
    const auto sealed = tx.get(key);
    if (!sealed.ok()) return Errc::document_table;
    if (!sealed.value()) return Errc::prereg_hash;
    const auto piece = sealer_->open(tx, {key}, *sealed.value());
    if (!piece.ok()) return Errc::prereg_decrypt;
    content += piece.value();
  }
  if (crypto::hex_upper(crypto::sha256(content)) != document.value().digest)
    return Errc::prereg_hash;
  return DocumentWithContent{std::move(document).value(),
                             std::make_shared<const std::string>(std::move(content))};
}

Result<Done> Documents::remove(const std::string& application, const std::string& id,
                               store::Transaction& tx) {
  const auto document = find(application, id, tx);
  if (!document.ok()) return document.faults();
  erase(application, document.value(), tx);
  return Done{};
}

Result<uint64_t> Documents::remove_all(const std::string& application, store::Transaction& tx) {
  const auto found = all(application, tx);
  if (!found.ok()) return found.faults();
  for (const Document& document : found.value()) erase(application, document, tx);
  return uint64_t{found.value().size()};
}

Result<DocumentList> Documents::all(const std::string& application, store::Transaction& tx) {
  std::vector<std::pair<std::string, std::string>> records;
  const auto visited =
      tx.scan(documents_front(application), {}, [&](std::string_view key, std::string_view record) {
        records.emplace_back(key, record);
        return true;
      });
  if (!visited.ok()) return Errc::document_table;
  DocumentList documents;
  for (const auto& [key, record] : records) {
    auto document = opened(key, record, tx);
    if (!document.ok()) return document.faults();
    documents.push_back(std::move(document).value());
  }
  return documents;
}

Result<Document> Documents::find(const std::string& application, const std::string& id,
                                 store::Transaction& tx) {
  if (id.size() != uuid_chars) return Errc::document_not_of;
  const std::string key = document_key(application, id);
  const auto record = tx.get(key);
  if (!record.ok()) return Errc::document_table;
  if (!record.value()) return Errc::document_not_of;
  return opened(key, *record.value(), tx);
}

Result<Documents::Ready> Documents::prepared(const std::string& application, Document document,
                                             std::string_view content, UtcTime now,
                                             store::Transaction& tx) {
  auto replaced = of_category(application, document.category, tx);
  if (!replaced.ok()) return replaced.faults();
  document.uploaded = now;
  document.bytes = content.size();
  document.digest = crypto::hex_upper(crypto::sha256(content));
  auto record = sealed(document_key(application, document.id), encoded(document), now, tx);
  if (!record.ok()) return record.faults();
  return Ready{std::move(document), std::move(record).value(), std::move(replaced).value()};
}

void Documents::keep(const std::string& application, const Ready& ready, store::Transaction& tx) {
  tx.put(document_key(application, ready.document.id), ready.record);
  if (!ready.replaced.id.empty()) erase(application, ready.replaced, tx);
}

Result<std::string> Documents::sealed(const std::string& key, std::string_view plain, UtcTime now,
                                      store::Transaction& tx) {
  auto record = sealer_->seal(tx, now, {key}, plain);
  if (!record.ok()) return Errc::prereg_encrypt;
  return std::move(record).value();
}

Result<Document> Documents::opened(const std::string& key, std::string_view record,
                                   store::Transaction& tx) {
  const auto plain = sealer_->open(tx, {key}, record);
  if (!plain.ok()) return Errc::prereg_decrypt;
  auto document = decoded_document(plain.value());
  if (!document) return Errc::prereg_decrypt;
  return *std::move(document);
}

void Documents::erase(const std::string& application, const Document& document,
                      store::Transaction& tx) {
  tx.erase(document_key(application, document.id));
  for (uint32_t number = 0; number < chunks_of(document.bytes); ++number)
    tx.erase(chunk_key(application, document.id, number));
}
}  // namespace prereg
