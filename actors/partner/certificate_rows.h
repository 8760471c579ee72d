// actors/partner/certificate_rows.h: an authority and a partner as they are kept.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "actors/partner/partner_rules.h"
#include "crypto/certificate.h"

namespace partner {
/// Numbers are stored data and never change.
enum class AuthorityKind : uint8_t { root = 1, intermediate = 2 };
inline std::string_view text_of(AuthorityKind kind) {
  return kind == AuthorityKind::root ? "ROOT" : "INTERMEDIATE";
}

/// What the store knows of a certificate beside its DER.
struct Filing {
  std::string id;         ///< UUID
  std::string issuer_id;  ///< the authority that signed it; a root's own id
  std::string domain;     ///< in capitals
  UtcTime uploaded;
};

/// Read out of a certificate once, so that lists and searches need not parse.
struct Facts {
  std::string sha1;             ///< lower-case hexadecimal, of the DER (keys sheet 2.7)
  std::string subject, issuer;  ///< CN=..,OU=..,O=..,L=..,ST=..,C=.. (keys sheet 10)
  uint32_t subject_hash = 0;
  Life life;
};
Facts facts_of(const crypto::Certificate& certificate);

/// Neither of the two ever changes, and authorities never go.
struct Authority {
  Filing filing;
  AuthorityKind kind = AuthorityKind::root;
  std::string certificate;  ///< DER
  Facts facts;
};
using AuthorityPtr = std::shared_ptr<const Authority>;

struct Partner {
  Filing filing;
  std::string organization;
  std::string certificate;  ///< DER, as its authority signed it
  std::string resigned;     ///< DER, as we did
  UtcTime end{};            ///< of what we signed; the row may go then
};
using PartnerPtr = std::shared_ptr<const Partner>;

using Authorities = std::vector<AuthorityPtr>;

/// What one upload changes.
struct Rows {
  Authorities authorities;           ///< added
  std::vector<PartnerPtr> partners;  ///< added
  /// Id of the newest row of the partner's certificate when it was checked; empty: there was none.
  std::string before{};
  std::vector<PartnerPtr> gone{};  ///< to make room
};
}  // namespace partner
