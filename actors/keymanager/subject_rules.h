// actors/keymanager/subject_rules.h: whose name a certificate bears (keys sheet 2.6, 4, 9).
#pragma once
#include <optional>
#include <string>

#include "actors/base/error.h"
#include "actors/keymanager/key_rules.h"
#include "crypto/certificate.h"

namespace keymanager {
/// mosip.kernel.keymanager.certificate.default.*
struct SubjectDefaults {
  crypto::Name name{"IN", "KA", "BANGALORE", "IITB", "MOSIP-TECH-CENTER", "www.mosip.io"};
};

/// `asked` with the defaults in its blank parts. A key's default common name names the key too:
/// "CN (APP)" or "CN (APP-REF)", in capitals.
crypto::Name subject_of_key(const crypto::Name& asked, const SubjectDefaults& defaults,
                            const KeyName& key);
crypto::Name subject_of_csr(const crypto::Name& asked, const SubjectDefaults& defaults);

/// Why no certificate can bear the name: key_request_invalid for a country of other than two
/// letters (X.520), or a part of more than 256 bytes.
std::optional<Fault> fault_of_subject(const crypto::Name& subject);
}  // namespace keymanager
