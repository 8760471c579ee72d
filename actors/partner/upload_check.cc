// actors/partner/upload_check.cc: from texts to rows.
#include "actors/partner/upload_check.h"

#include <algorithm>

#include "actors/keymanager/key_chain.h"
#include "actors/partner/partner_judgement.h"
#include "crypto/base64.h"
#include "crypto/certificate_use.h"
#include "crypto/pkcs7.h"
#include "crypto/random.h"

namespace partner {
namespace {
Life life_of(const crypto::Certificate& certificate) {
  return {certificate.not_before(), certificate.not_after()};
}

/// The book while an upload fills it.
class Filling {
 public:
  Filling(const Desk& desk, std::string domain)
      : desk_(desk), domain_(std::move(domain)), book_(*desk.book) {}

  Result<Done> add(const crypto::Certificate& certificate) {
    Facts facts = facts_of(certificate);
    if (book_.authority(domain_, facts.sha1)) return Errc::partner_ca_known;
    if (const auto fault =
            fault_of_authority(facts.life, certificate.version(), desk_.now, desk_.rules))
      return *fault;
    Filing filing{crypto::uuid_v4(desk_.random), {}, domain_, desk_.now};
    const bool is_root = certificate.is_self_signed();
    if (certificate.is_weak() || !crypto::allows(certificate, crypto::CertificateUse::issuing))
      return Errc::partner_certificate_invalid;
    const auto path = is_root ? Chain{} : trust_path(book_, domain_, certificate, {}, desk_.now);
    if (!is_root && path.empty()) return Errc::partner_root_unknown;
    filing.issuer_id =
        is_root ? filing.id : book_.authority(domain_, path[1].sha1_hex())->filing.id;
    accepted_.push_back(std::make_shared<const Authority>(
        Authority{std::move(filing), is_root ? AuthorityKind::root : AuthorityKind::intermediate,
                  certificate.der(), std::move(facts)}));
    book_ = book_.with({{accepted_.back()}, {}});
    return Done{};
  }

  /// As many as can be added. One whose authority is not known yet is tried again when others were
  /// added: no more rounds than a chain has links.
  void add_all(Chain certificates) {
    for (size_t round = 0; round <= crypto::chain_intermediates_max + 1; ++round) {
      Chain waiting;
      for (const auto& certificate : certificates) {
        const auto added = add(certificate);
        if (!added.ok() && added.error() == Errc::partner_root_unknown)
          waiting.push_back(certificate);
      }
      if (waiting.empty() || waiting.size() == certificates.size()) return;
      certificates = std::move(waiting);
    }
  }

  Authorities accepted() && { return std::move(accepted_); }

 private:
  const Desk& desk_;
  const std::string domain_;
  Book book_;
  Authorities accepted_;
};

/// What a partner's certificate says, beside its key.
Contents contents_of(const crypto::Certificate& certificate, const crypto::PublicKey& key) {
  return {certificate.version(),
          certificate.subject().organization,
          key.kind() == crypto::KeyKind::rsa,
          key.bits(),
          certificate.has_sha2_signature(),
          crypto::allows(certificate, crypto::CertificateUse::signing_or_issuing)};
}

/// The way up from a partner's certificate that may be re-signed.
Result<Chain> judged(const crypto::Certificate& certificate, const std::string& domain,
                     const std::string& organization, const Desk& desk) {
  if (const auto fault = fault_of_partner_life(life_of(certificate), desk.now, desk.rules))
    return *fault;
  if (certificate.is_self_signed()) return Errc::partner_self_signed;
  auto path = trust_path(*desk.book, domain, certificate, {}, desk.now);
  if (path.empty() && !certificate.is_weak()) return Errc::partner_path_unknown;
  const auto key = certificate.public_key();
  if (!key.ok()) return Errc::partner_certificate_invalid;
  if (const auto fault = fault_of_contents(contents_of(certificate, key.value()), organization))
    return *fault;
  if (path.empty()) return Errc::partner_path_unknown;
  return path;
}

using CertificatePtr = std::shared_ptr<const crypto::Certificate>;

/// Until when a certificate of ours would live: not beyond the one that signs it.
UtcTime end_of_resigned(const crypto::Certificate& issuer, const Desk& desk) {
  return std::min<UtcTime>(desk.now + resigned_validity(desk.rules), issuer.not_after());
}

/// What `signer` signed before for the partner's certificate; null when it is to be signed anew.
CertificatePtr signed_before(const PartnerPtr& row, const keymanager::KeyVersion& signer,
                             const Desk& desk) {
  const auto issuer = signer.parsed();
  if (!row || !issuer.ok()) return nullptr;
  const UtcTime end = end_of_resigned(issuer.value(), desk);
  if (!still_serves(row->end, end, desk.now, desk.rules)) return nullptr;
  auto ours = crypto::Certificate::from_stored(row->resigned);
  if (!ours.ok() || !ours.value().is_signed_by(issuer.value())) return nullptr;
  return std::make_shared<const crypto::Certificate>(std::move(ours).value());
}

/// The partner's key and subject in a certificate of ours.
Result<CertificatePtr> resigned(const crypto::Certificate& certificate, const std::string& domain,
                                const PartnerOrder& order, const Desk& desk,
                                keymanager::PrivateKeys& keys) {
  const auto key = keys.open(*order.ring, *order.signer);
  if (!key.ok()) return key.faults();
  const auto issuer = order.signer->parsed();
  const auto subject_key = certificate.public_key();
  if (!issuer.ok() || !subject_key.ok()) return Errc::key_internal;
  const UtcTime end = end_of_resigned(issuer.value(), desk);
  crypto::CertificateSpec spec{
      enciphers_keys(domain) ? crypto::Profile::partner_auth : crypto::Profile::partner,
      certificate.subject(), desk.now, end, std::string(8, '\0')};
  desk.random.fill(std::as_writable_bytes(std::span{spec.serial}));
  auto made = crypto::issue_certificate(spec, subject_key.value(), &issuer.value(), *key.value());
  if (made.ok()) return std::make_shared<const crypto::Certificate>(std::move(made).value());
  if (made.error() == crypto::Errc::bad_input) return Errc::partner_certificate_invalid;
  return keymanager::fault_of(made.error());
}

/// A partner's upload that may be signed again.
struct Upload {
  std::string domain;
  Chain path;  ///< the certificate first
};

Result<Upload> read(const PartnerOrder& order, const Desk& desk) {
  const auto certificate = certificate_of(order.certificate);
  if (!certificate) return Errc::partner_certificate_invalid;
  auto domain = domain_of(desk.rules, order.domain);
  if (!domain) return Errc::partner_domain;
  auto path = judged(*certificate, *domain, order.organization, desk);
  if (!path.ok()) return path.faults();
  return Upload{std::move(*domain), std::move(path).value()};
}
}  // namespace

std::optional<crypto::Certificate> certificate_of(const std::string& text) {
  if (text.size() > upload_text_bytes_max) return std::nullopt;
  auto parsed = crypto::Certificate::from_pem(text);
  if (!parsed.ok()) return std::nullopt;
  return std::move(parsed).value();
}

Result<Chain> certificates_of(const std::string& text) {
  if (text.size() > upload_text_bytes_max) return Errc::partner_certificate_invalid;
  if (auto one = crypto::Certificate::from_pem(text); one.ok())
    return Chain{std::move(one).value()};
  const auto der = crypto::base64_decode_any(text);
  auto bundle = crypto::certificates_of_pkcs7(der ? *der : text);
  if (!bundle.ok() || bundle.value().empty()) return Errc::partner_certificate_invalid;
  return std::move(bundle).value();
}

Result<CheckedAuthorities> check(const AuthorityOrder& order, const Desk& desk) {
  auto certificates = certificates_of(order.certificates);
  if (!certificates.ok()) return certificates.faults();
  auto domain = domain_of(desk.rules, order.domain);
  if (!domain) return Errc::partner_domain;
  CheckedAuthorities out;
  out.uploaded = certificates.value().size();
  Filling filling{desk, std::move(*domain)};
  if (out.uploaded == 1) {
    if (const auto added = filling.add(certificates.value().front()); !added.ok())
      return added.faults();
  } else {
    filling.add_all(std::move(certificates).value());
  }
  out.accepted = std::move(filling).accepted();
  return out;
}

Result<Done> judge(const PartnerOrder& order, const Desk& desk) {
  const auto upload = read(order, desk);
  if (!upload.ok()) return upload.faults();
  return Done{};
}

Result<PartnerOrderPtr> with_current_signer(const PartnerOrderPtr& order, UtcTime now) {
  if (!order->board) return order;
  auto ring = order->board->ring();
  auto current = ring->current(order->signer->name, now);
  if (current.count != 1) return Errc::overloaded;
  if (current.key == order->signer) return order;
  auto renewed = std::make_shared<PartnerOrder>(*order);
  renewed->ring = std::move(ring);
  renewed->signer = std::move(current.key);
  return PartnerOrderPtr{std::move(renewed)};
}

Result<bool> needs_key(const PartnerOrder& order, const Desk& desk) {
  const auto upload = read(order, desk);
  if (!upload.ok()) return upload.faults();
  const PartnerPtr before =
      desk.book->partner(upload.value().domain, upload.value().path.front().der());
  return signed_before(before, *order.signer, desk) == nullptr;
}

Result<CheckedPartner> check(const PartnerOrder& order, const Desk& desk,
                             keymanager::PrivateKeys& keys) {
  const auto upload = read(order, desk);
  if (!upload.ok()) return upload.faults();
  const auto& [domain, path] = upload.value();
  const crypto::Certificate& certificate = path.front();
  const PartnerPtr before = desk.book->partner(domain, certificate.der());
  Result<CertificatePtr> ours = signed_before(before, *order.signer, desk);
  const bool is_new = ours.value() == nullptr;
  if (is_new) ours = resigned(certificate, domain, order, desk, keys);
  if (!ours.ok()) return ours.faults();

  Chain bundle = path;
  if (answers_resigned(desk.rules, domain)) {
    bundle = keymanager::chain_of(*order.ring, *order.signer);
    bundle.insert(bundle.begin(), *ours.value());
  }
  const auto der = crypto::pkcs7_of_certificates(bundle);
  if (!der.ok()) return Errc::key_internal;
  // Without the partner's own certificate, whose CA flag (keys sheet 2.6) would make it an
  // authority: it could then certify other partners.
  bundle.erase(bundle.begin());
  Filling filling{desk, domain};
  filling.add_all(std::move(bundle));
  CheckedPartner out;
  out.bundle = crypto::base64url_encode(der.value());
  out.rows.authorities = std::move(filling).accepted();
  out.id = is_new ? crypto::uuid_v4(desk.random) : before->filing.id;
  if (!is_new) return out;
  if (before) out.rows.before = before->filing.id;
  const auto issuer = desk.book->authority(domain, path[1].sha1_hex());
  out.rows.partners.push_back(std::make_shared<const Partner>(
      Partner{{out.id, issuer ? issuer->filing.id : "", domain, desk.now},
              order.organization,
              certificate.der(),
              ours.value()->der(),
              ours.value()->not_after()}));
  return out;
}
}  // namespace partner
