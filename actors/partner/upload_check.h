// actors/partner/upload_check.h: what an upload comes to, given the certificates there are. Parses,
// verifies and signs: for the crypto pool. Nothing is stored here.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/origin.h"
#include "actors/base/random.h"
#include "actors/keymanager/key_board.h"
#include "actors/keymanager/key_ring.h"
#include "actors/keymanager/private_keys.h"
#include "actors/partner/certificate_book.h"
#include "actors/partner/trust_path.h"

namespace partner {
/// Against what an upload is judged, and by what it is done.
struct Desk {
  BookPtr book;
  const Rules& rules;
  ::Random& random;  ///< used by several threads at once
  UtcTime now;
};

/// A request's certificates: one in PEM, or a bundle as PKCS#7 in base64 (with or without padding,
/// URL-safe or not) or PEM. Errors: partner_certificate_invalid (also nothing in it, more than
/// crypto::pkcs7_certificates_max or upload_text_bytes_max).
Result<Chain> certificates_of(const std::string& text);
/// The one certificate of a request, in PEM; nothing when it is none.
std::optional<crypto::Certificate> certificate_of(const std::string& text);

/// uploadCACertificate as it is asked for.
struct AuthorityOrder {
  std::string caller;  ///< who waits in one line with whom, see crypto_pool::JobRequest
  std::string certificates;
  std::string domain;
  audit::Origin by{};
};

struct CheckedAuthorities {
  Authorities accepted;  ///< those above before those below
  size_t uploaded = 0;
};

/// Errors, the latter ones for a single certificate only (a member of a bundle is left out, and one
/// above counts for one below whatever their order): partner_certificate_invalid, partner_domain,
/// partner_ca_known, those of fault_of_authority, partner_root_unknown.
Result<CheckedAuthorities> check(const AuthorityOrder& order, const Desk& desk);

/// uploadPartnerCertificate as it is asked for, with the key to sign by.
struct PartnerOrder {
  std::string caller;
  std::string certificate;
  std::string domain;
  std::string organization;
  keymanager::KeyRingPtr ring;       ///< knows those above `signer`
  keymanager::KeyVersionPtr signer;  ///< the current key of the partner management
  audit::Origin by{};
  /// Where ring and signer come from; null: they stay. See with_current_signer.
  std::shared_ptr<const keymanager::KeyBoard> board{};
};
using PartnerOrderPtr = std::shared_ptr<const PartnerOrder>;

/// `order` with the key that is current `now`, since an order may wait for long. Errors: overloaded
/// when none is, for the moment: one that was revoked signs nothing any more.
Result<PartnerOrderPtr> with_current_signer(const PartnerOrderPtr& order, UtcTime now);

struct CheckedPartner {
  /// The partner, unless it has a row that still serves, and those of the bundle that are new
  /// authorities.
  Rows rows;
  std::string id;      ///< certificateId
  std::string bundle;  ///< signedCertificateData
};

/// Whether check() will open the signer's key. Errors: those of check() in front of that.
Result<bool> needs_key(const PartnerOrder& order, const Desk& desk);

/// A certificate that was signed before by this very key, and not long ago (still_serves), is not
/// signed again: the row there is answered. Errors: partner_certificate_invalid, partner_domain,
/// those of fault_of_partner_life, partner_self_signed, partner_path_unknown, those of
/// fault_of_contents, of PrivateKeys::open and keymanager::fault_of. A certificate too weak for any
/// path is told its own weakness.
Result<CheckedPartner> check(const PartnerOrder& order, const Desk& desk,
                             keymanager::PrivateKeys& keys);
}  // namespace partner
