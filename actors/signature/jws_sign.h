// actors/signature/jws_sign.h: sign, jwtSign, jwsSign and their second versions.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "actors/base/result.h"
#include "crypto/jws.h"

namespace signature {
/// mosip.kernel.keymanager.jwtsign.include.keyid, mosip.kernel.keymanager.signature.kid.prepend
struct KidRules {
  bool included = true;
  std::string prefix;  ///< PAYLOAD_ISSUER, in any case of letters: the payload's iss and a #
};

/// The clear bytes of `base64`, the request's dataToSign. Errors: jws_data_invalid when it is blank
/// or no base64, jws_data_no_json when `must_be_json` and it is none.
Result<std::string> data_to_sign(std::string_view base64, bool must_be_json);

/// What goes into the header beside the algorithm.
struct HeaderWish {
  enum class Certificates : uint8_t { none, leaf, chain } certificates = Certificates::none;
  bool hash = false;
  std::string certificate_url;
  /// The second version's own members; their `kid` is a prefix, closed by a #.
  std::vector<std::pair<std::string, std::string>> additional;
};

/// One signature to make.
struct SignWish {
  crypto::JwsAlgorithm algorithm = crypto::JwsAlgorithm::rs256;
  bool b64 = true;
  bool attached = false;  ///< includePayload
  HeaderWish header;
};

/// The key that signs, of one snapshot of the key ring.
struct Signer {
  crypto::PrivateKeyPtr key;
  std::vector<std::string> chain;  ///< DER, the leaf first; more only for Certificates::chain
  std::string kid;                 ///< keys sheet 2.7; empty: none is written
};

/// Of a key that did not sign: keystore_failed while its token is away, else jws_sign_failed.
Fault fault_of_signing(crypto::Errc errc);

/// The compact JWS over `data`. Blocks as long as the key signs. Errors: those of fault_of_signing,
/// jws_sign_failed also for an algorithm that the key is not made for.
Result<std::string> sign_jws(const SignWish& wish, const Signer& signer, const KidRules& kid_rules,
                             std::string_view data);

/// What POST /sign answers: detached, the header {"alg":"RS256"} and nothing else. Errors: those of
/// fault_of_signing.
Result<std::string> sign_detached(const crypto::PrivateKey& key, std::string_view data);
}  // namespace signature
