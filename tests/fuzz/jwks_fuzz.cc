// tests/fuzz/jwks_fuzz.cc: any bytes as another issuer's keys, as its token and as its setting: no
// crash, and nothing unsigned gets in. For libFuzzer.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "actors/auth/external_issuer.h"
#include "actors/auth/external_token.h"
#include "actors/auth/jwks.h"
#include "crypto/base64.h"

namespace {
constexpr std::string_view issuer = "https://sso.example.org/auth/realms/mosip";

const auth::ExternalKeySets& sets() {
  static const auth::ExternalKeySets made{std::make_shared<const auth::IssuerKeys>(auth::IssuerKeys{
      {std::string{issuer}, "https://sso.example.org/certs", {"account"}},
      {{"k", std::nullopt, crypto::RsaPrivateKey::generate(2048).value().public_key().value()}}})};
  return made;
}

void read_keys(std::string_view text) {
  const auto keys = auth::read_jwks(text);
  if (!keys) return;
  if (keys->empty() || keys->size() > auth::jwks_keys_max) std::abort();
  for (const auth::ExternalKey& key : *keys) {
    if (key.kid.empty() || key.key.bits() < crypto::rsa_bits_min) std::abort();
    (void)key.key.verify_pkcs1(crypto::RsaDigest::sha512, text, text);
  }
}

void judge(std::string_view token) {
  (void)auth::issuer_named_in(token, sets());
  if (auth::authentic_external_claims(token, *sets().front()).ok()) std::abort();  // Unsigned.
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string_view text{reinterpret_cast<const char*>(data + 1), size - 1};
  switch (data[0] % 4) {
    case 0:
      read_keys(text);
      break;
    case 1:
      judge(text);
      // Behind a good header, so that payload and signature are reached too.
      judge(crypto::base64url_encode(R"({"alg":"RS256","typ":"JWT","kid":"k"})") + '.' +
            std::string{text});
      break;
    case 2:
      (void)auth::read_external_claims(text);
      judge(crypto::base64url_encode(text) + ".e30.AAAA");
      break;
    default:
      (void)auth::read_external_issuer(text);
      (void)auth::is_safe_key_url(text);
  }
  return 0;
}
