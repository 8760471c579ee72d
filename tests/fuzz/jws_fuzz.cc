// tests/fuzz/jws_fuzz.cc: any bytes as a JWS, as its header and as data to sign: no crash, and
// nothing verifies under a key that signed nothing.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "actors/signature/header_read.h"
#include "actors/signature/jws_sign.h"
#include "actors/signature/jws_verify.h"
#include "actors/signature/raw_sign.h"
#include "crypto/base64.h"

namespace {
/// One of each kind that is cheap to verify with.
std::vector<crypto::PublicKey> strangers() {
  std::vector<crypto::PublicKey> keys;
  for (const auto kind : {crypto::KeyKind::ec_p256, crypto::KeyKind::ec_secp256k1,
                          crypto::KeyKind::ed25519, crypto::KeyKind::rsa}) {
    keys.push_back(crypto::SoftPrivateKey::generate(kind).value()->public_key());
  }
  return keys;
}

void verify(std::string_view jws) {
  static const auto keys = strangers();
  size_t tried = 0;
  const auto next = [&tried] {
    return tried < keys.size() ? std::optional{keys[tried++]} : std::nullopt;
  };
  if (signature::validate_detached(jws, "data", next).ok()) std::abort();
  for (const std::string_view actual : {"", "e30"}) {
    const auto claim = signature::claim_of(jws, actual);
    if (!claim.ok() || !claim.value().payload) continue;
    const crypto::JwsClaim signed_claim{claim.value().header.algorithm, *claim.value().payload,
                                        claim.value().header.b64};
    for (const auto& key : keys) {
      if (crypto::verify_jws(claim.value().parts, signed_claim, key)) std::abort();
    }
    const auto* certificate = claim.value().certificate();
    if (certificate == nullptr) continue;
    (void)signature::is_signed_by(claim.value(), *certificate, certificate->not_after());
  }
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  verify(text);
  // The same bytes behind the base64url, so that the JSON and the certificates are reached too.
  const std::string header = crypto::base64url_encode(text);
  if (signature::read_header(header).ok()) verify(header + "..AAAA");
  (void)signature::data_to_sign(text, true);
  (void)signature::begins_as_certificate(text);
  return 0;
}
