// actors/signature/signers.h: which key signs what, and by which algorithm.
#pragma once
#include <string>
#include <string_view>

#include "actors/keymanager/key_rules.h"
#include "crypto/jws.h"

namespace signature {
/// Whose key signs when a request names nobody, and always for sign and validate. Defaults:
/// mosip.sign.applicationid, mosip.sign.refid
struct SignRules {
  keymanager::KeyName own{"KERNEL", "SIGN"};
};

/// The key that a request means: without an application the reference counts for nothing.
keymanager::KeyName signer_of(const SignRules& rules, const keymanager::KeyName& asked);

/// What the key's signature covers.
enum class SignUse : uint8_t {
  encoded,    ///< a header and base64url: sign, jwtSign, jwsSign with b64
  unencoded,  ///< a header and the payload as it is: jwsSign with b64 false
  raw,        ///< bytes of the caller's choice: signV2, signRawData
};

/// False (KER-KMS-020) for base keys, ROOT and the key of sign-in tokens; for KERNEL's SIGN key
/// unless `encoded`: what devices send is raw signatures of that key (DECISIONS 32).
bool may_sign(const SignRules& rules, const keymanager::KeyName& name, SignUse use);

/// RS256, or what the reference's own curve is for. Source: keys sheet 3.5.
crypto::JwsAlgorithm jwt_algorithm_of(std::string_view reference_id);
/// What is asked for; PS256 for a name that is none of ours; when nothing is asked for, PS256 or
/// what the reference's own curve is for.
crypto::JwsAlgorithm jws_algorithm_of(std::string_view asked, std::string_view reference_id);
}  // namespace signature
