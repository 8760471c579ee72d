// crypto/jws_search.cc: one digest, many keys.
#include "crypto/jws_search.h"

#include <openssl/err.h>
#include <openssl/evp.h>

#include "crypto/base64.h"
#include "crypto/digest.h"
#include "crypto/pkey_handle.h"
#include "crypto/rsa.h"

namespace crypto {
namespace {
bool verifies_digest(const PublicKey& key, Scheme scheme, const Sha256& digest,
                     std::string_view signature) {
  const OwnedPkeyContext context{
      EVP_PKEY_CTX_new_from_pkey(nullptr, key.handle().key.get(), nullptr)};
  const bool verified = context && EVP_PKEY_verify_init(context.get()) == 1 &&
                        set_scheme(context.get(), scheme) &&
                        EVP_PKEY_CTX_set_signature_md(context.get(), digest_of(scheme)) == 1 &&
                        EVP_PKEY_verify(context.get(), bytes_of(signature), signature.size(),
                                        bytes_of(view_of(digest)), digest.size()) == 1;
  ERR_clear_error();
  return verified;
}
}  // namespace

bool is_signed_by_one(const JwsParts& parts, const JwsClaim& claim, const NextKey& next) {
  const auto signature = base64url_decode(parts.signature);
  if (!signature || signature->empty()) return false;
  const Scheme scheme = scheme_of(claim.algorithm);
  const bool is_rsa = kind_of(claim.algorithm) == KeyKind::rsa;
  std::optional<std::string> input;
  std::optional<Sha256> digest;
  while (const auto key = next()) {
    if (key->kind() != kind_of(claim.algorithm) || (is_rsa && key->bits() < rsa_bits_min)) continue;
    if (!input) input = jws_signing_input(parts.header, claim.payload, claim.b64);
    if (!is_rsa) {
      if (key->verify(scheme, *input, *signature)) return true;
      continue;
    }
    if (!digest) digest = sha256(*input);
    if (verifies_digest(*key, scheme, *digest, *signature)) return true;
  }
  return false;
}
}  // namespace crypto
