// actors/partner/certificate_book.h: all authorities and partners at one moment.
#pragma once
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "actors/base/result.h"
#include "actors/keymanager/snapshot_map.h"
#include "actors/partner/certificate_rows.h"
#include "store/transaction.h"
#include "store/view.h"

namespace partner {
class Book;
using BookPtr = std::shared_ptr<const Book>;

/// Immutable once it is shared. Some 4 KB a certificate.
class Book {
 public:
  /// Null when there is none.
  AuthorityPtr authority(const std::string& id) const;
  /// The one with this SHA-1 in a domain; null when there is none.
  AuthorityPtr authority(const std::string& domain, const std::string& sha1) const;
  PartnerPtr partner(const std::string& id) const;
  /// The newest one with this certificate (DER) in a domain; null when there is none.
  PartnerPtr partner(const std::string& domain, const std::string& certificate) const;

  /// Those of a domain that bear a subject of this hash, in no order.
  const Authorities& with_subject(const std::string& domain, uint32_t subject_hash) const;
  void for_each_authority(const std::function<void(const AuthorityPtr&)>& visit) const;
  void for_each_partner(const std::function<void(const PartnerPtr&)>& visit) const;

  size_t authorities() const { return authorities_; }
  size_t partners() const { return partners_; }

  /// This book with `rows` put in, whose ids are new, and without those that are gone.
  Book with(const Rows& rows) const;

 private:
  void put(const AuthorityPtr& one);
  void put(const PartnerPtr& one);
  void take_out(const PartnerPtr& one);

  keymanager::SnapshotMap<AuthorityPtr> by_id_;
  keymanager::SnapshotMap<AuthorityPtr> by_sha1_;
  keymanager::SnapshotMap<Authorities> by_subject_;
  keymanager::SnapshotMap<PartnerPtr> partners_by_id_;
  keymanager::SnapshotMap<PartnerPtr> partners_by_certificate_;  ///< the newest of each
  size_t authorities_ = 0;
  size_t partners_ = 0;
};

/// What is stored, committed or seen by a transaction. Errors: internal (unreadable store, a record
/// that this program did not write).
Result<BookPtr> load_book(const store::View& view, store::Owner owner);
Result<BookPtr> load_book(store::Transaction& tx);

/// Written by the owning actor when a change is durable, before the change is answered. Safe from
/// any thread.
class BookBoard {
 public:
  explicit BookBoard(BookPtr first) : book_(std::move(first)) {}

  /// Never null.
  BookPtr book() const {
    const std::lock_guard lock{mutex_};
    return book_;
  }
  void publish(BookPtr book) {
    const std::lock_guard lock{mutex_};
    book_.swap(book);
  }

 private:
  mutable std::mutex mutex_;
  BookPtr book_;
};
}  // namespace partner
