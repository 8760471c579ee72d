// actors/prereg/document_state.h: the documents of one partition's applications. One actor holds
// it, so it has no locks.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/result.h"
#include "actors/prereg/document.h"
#include "actors/prereg/document_record.h"
#include "actors/seal/sealer.h"
#include "store/transaction.h"

namespace prereg {
/// A document is one row of what is known of it, and its content in rows of chunk_bytes, each
/// sealed and bound to its place. It is there with the first of these, which is written last: what
/// comes in several transactions is nowhere to be seen before the last of them, and `leftovers`
/// tells of what a crash left of others. Whether the application is there and whose it is, the
/// caller has asked. `application` is an id.
///
/// A fault leaves everything as it was, since what a request wrote holds whatever it answers: what
/// can fail is done in front of the first write.
///
/// Errors of every function: document_table when the store cannot be read, prereg_hash when what is
/// stored is not what was stored, prereg_decrypt.
class Documents {
 public:
  explicit Documents(std::shared_ptr<seal::Sealer> sealer) : sealer_(std::move(sealer)) {}

  /// Keeps the document in place of another of its category, all in one transaction: for contents
  /// that are small, since they are in memory once more. Digest and size are those of `content`.
  /// Errors: prereg_encrypt.
  Result<Document> put(const std::string& application, Document document, std::string_view content,
                       UtcTime now, store::Transaction& tx);

  /// Marks a document whose pieces come in transactions of their own, from this one on: behind
  /// the first of them, so that one that cannot be kept leaves no mark.
  void begin(const std::string& application, const std::string& id, store::Transaction& tx);
  /// Keeps piece `number` of `content`. Errors: prereg_encrypt.
  Result<Done> put_piece(const std::string& application, const std::string& id,
                         std::string_view content, uint32_t number, UtcTime now,
                         store::Transaction& tx);
  /// Makes the document whose pieces are kept one of the application's, in place of another of its
  /// category, as `put` does. Errors: prereg_encrypt.
  Result<Document> complete(const std::string& application, Document document,
                            std::string_view content, UtcTime now, store::Transaction& tx);
  /// Takes away what was kept since begin.
  void abandon(const std::string& application, const std::string& id, store::Transaction& tx);
  /// What was begun and neither completed nor abandoned.
  Result<std::vector<DocumentName>> leftovers(store::Transaction& tx);

  /// Errors: document_not_of, prereg_encrypt.
  Result<Document> set_reference(const std::string& application, const std::string& id,
                                 const std::string& reference, UtcTime now, store::Transaction& tx);
  /// In the order of their ids. Errors: document_none.
  Result<DocumentList> list(const std::string& application, store::Transaction& tx);
  /// One without an id when there is none of this category.
  Result<Document> of_category(const std::string& application, std::string_view category,
                               store::Transaction& tx);
  /// Errors: document_not_of (the application has no such document).
  Result<DocumentWithContent> read(const std::string& application, const std::string& id,
                                   store::Transaction& tx);
  /// Errors: document_not_of.
  Result<Done> remove(const std::string& application, const std::string& id,
                      store::Transaction& tx);
  /// Answers how many there were.
  Result<uint64_t> remove_all(const std::string& application, store::Transaction& tx);

 private:
  struct Ready;

  Result<DocumentList> all(const std::string& application, store::Transaction& tx);
  Result<Document> find(const std::string& application, const std::string& id,
                        store::Transaction& tx);
  Result<Document> opened(const std::string& key, std::string_view record, store::Transaction& tx);
  /// What can fail of making the document one of the application's; then the rest.
  Result<Ready> prepared(const std::string& application, Document document,
                         std::string_view content, UtcTime now, store::Transaction& tx);
  void keep(const std::string& application, const Ready& ready, store::Transaction& tx);
  Result<std::string> sealed(const std::string& key, std::string_view plain, UtcTime now,
                             store::Transaction& tx);
  void erase(const std::string& application, const Document& document, store::Transaction& tx);

  std::shared_ptr<seal::Sealer> sealer_;
};
}  // namespace prereg
