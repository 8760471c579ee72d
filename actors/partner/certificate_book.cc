// actors/partner/certificate_book.cc: indexes over the certificates.
#include "actors/partner/certificate_book.h"

#include "actors/partner/partner_record.h"
#include "crypto/digest.h"

namespace partner {
namespace {
const Authorities none;

std::string sha1_key(const std::string& domain, const std::string& sha1) {
  return domain + '\0' + sha1;
}
std::string certificate_key(const std::string& domain, const std::string& certificate) {
  return (domain + '\0').append(crypto::view_of(crypto::sha256(certificate)));
}
std::string certificate_key(const Partner& one) {
  return certificate_key(one.filing.domain, one.certificate);
}
std::string subject_key(const std::string& domain, uint32_t subject_hash) {
  return domain + '\0' + std::to_string(subject_hash);
}

template <class Value>
Value found_or_null(const keymanager::SnapshotMap<Value>& index, const std::string& key) {
  const Value* found = index.find(key);
  return found == nullptr ? nullptr : *found;
}

using Visit = std::function<bool(std::string_view key, std::string_view value)>;
using Scan = std::function<store::Read<size_t>(std::string_view prefix, const Visit& visit)>;

Result<BookPtr> load(const Scan& scan) {
  Rows rows;
  bool is_readable = true;
  const auto read_authority = [&](std::string_view key, std::string_view value) {
    auto row = decoded_authority(key.substr(authority_prefix.size()), value);
    is_readable = row.has_value();
    if (row) rows.authorities.push_back(std::make_shared<const Authority>(std::move(*row)));
    return is_readable;
  };
  const auto read_partner = [&](std::string_view key, std::string_view value) {
    auto row = decoded_partner(key.substr(partner_prefix.size()), value);
    is_readable = row.has_value();
    if (row) rows.partners.push_back(std::make_shared<const Partner>(std::move(*row)));
    return is_readable;
  };
  if (!scan(authority_prefix, read_authority).ok() || !is_readable) return Errc::internal;
  if (!scan(partner_prefix, read_partner).ok() || !is_readable) return Errc::internal;
  return std::make_shared<const Book>(Book{}.with(rows));
}
}  // namespace

AuthorityPtr Book::authority(const std::string& id) const { return found_or_null(by_id_, id); }
AuthorityPtr Book::authority(const std::string& domain, const std::string& sha1) const {
  return found_or_null(by_sha1_, sha1_key(domain, sha1));
}
PartnerPtr Book::partner(const std::string& id) const { return found_or_null(partners_by_id_, id); }
PartnerPtr Book::partner(const std::string& domain, const std::string& certificate) const {
  return found_or_null(partners_by_certificate_, certificate_key(domain, certificate));
}

const Authorities& Book::with_subject(const std::string& domain, uint32_t subject_hash) const {
  const auto* found = by_subject_.find(subject_key(domain, subject_hash));
  return found == nullptr ? none : *found;
}

void Book::for_each_authority(const std::function<void(const AuthorityPtr&)>& visit) const {
  by_id_.for_each([&](const std::string&, const AuthorityPtr& authority) { visit(authority); });
}
void Book::for_each_partner(const std::function<void(const PartnerPtr&)>& visit) const {
  partners_by_id_.for_each([&](const std::string&, const PartnerPtr& one) { visit(one); });
}

Book Book::with(const Rows& rows) const {
  Book out = *this;
  for (const AuthorityPtr& one : rows.authorities) out.put(one);
  for (const PartnerPtr& one : rows.partners) out.put(one);
  for (const PartnerPtr& one : rows.gone) out.take_out(one);
  return out;
}

void Book::put(const AuthorityPtr& one) {
  by_id_.set(one->filing.id, one);
  by_sha1_.set(sha1_key(one->filing.domain, one->facts.sha1), one);
  const std::string key = subject_key(one->filing.domain, one->facts.subject_hash);
  const auto* found = by_subject_.find(key);
  Authorities same = found == nullptr ? Authorities{} : *found;
  same.push_back(one);
  by_subject_.set(key, std::move(same));
  ++authorities_;
}

void Book::put(const PartnerPtr& one) {
  partners_by_id_.set(one->filing.id, one);
  ++partners_;
  const std::string key = certificate_key(*one);
  const auto* known = partners_by_certificate_.find(key);
  if (known == nullptr || (*known)->filing.uploaded <= one->filing.uploaded)
    partners_by_certificate_.set(key, one);
}

void Book::take_out(const PartnerPtr& one) {
  if (partners_by_id_.find(one->filing.id) == nullptr) return;
  partners_by_id_.erase(one->filing.id);
  --partners_;
  const std::string key = certificate_key(*one);
  const auto* newest = partners_by_certificate_.find(key);
  if (newest != nullptr && (*newest)->filing.id == one->filing.id)
    partners_by_certificate_.erase(key);
}

Result<BookPtr> load_book(const store::View& view, store::Owner owner) {
  return load([&](std::string_view prefix, const Visit& visit) {
    return view.scan(owner, prefix, {}, visit);
  });
}
Result<BookPtr> load_book(store::Transaction& tx) {
  return load(
      [&](std::string_view prefix, const Visit& visit) { return tx.scan(prefix, {}, visit); });
}
}  // namespace partner
