// tests/fuzz/token_fuzz.cc: any bytes as a token, as claims and as a bootstrap file: no crash, and
// nothing unsigned gets in. For libFuzzer.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "actors/auth/bootstrap.h"
#include "actors/auth/holds.h"
#include "actors/auth/records.h"
#include "actors/auth/token_codec.h"
#include "actors/auth/token_rules.h"
#include "actors/auth/token_verifier.h"

namespace {
constexpr int64_t now = 1'704'196'800;

std::shared_ptr<const auth::Trust> trust() {
  auto made = std::make_shared<auth::Trust>();
  auto key = auth::token_key_of(crypto::RsaPrivateKey::generate(2048).value()).value();
  std::vector<auth::VerifyKey> verify{auth::verify_key_of(key.key.public_key().value())};
  made->keys =
      std::make_shared<auth::TokenKeyBoard>(auth::key_set_of(std::move(key), std::move(verify)));
  made->rules = {"https://id.example.org", {"mosip"}, {}};
  return made;
}

const std::shared_ptr<const auth::Trust>& trusted() {
  static const auto made = trust();
  return made;
}

void verify(std::string_view text) {
  static const auth::RevocationBoard board;
  static auth::Verifier verifier{trusted(), board, 64};
  if (verifier.verify(text, now).ok()) std::abort();  // nobody has signed it
  // The same bytes behind a good header, so that the payload and the signature are reached too.
  const std::string header = auth::token_header(trusted()->keys->keys()->verify.front().kid);
  if (verifier.verify(header + "." + std::string{text}, now).ok()) std::abort();
}

void read_claims(std::string_view text) {
  const auto claims = auth::read_claims(text);
  if (!claims.ok()) return;
  (void)auth::fault_of(trusted()->rules, claims.value(), auth::type_bearer, now);
  // What was read can be written and read again.
  const auto again = auth::read_claims(auth::access_claims_json(claims.value(), "https://a"));
  if (!again.ok() || again.value().roles != claims.value().roles) std::abort();
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string_view text{reinterpret_cast<const char*>(data + 1), size - 1};
  switch (data[0] % 4) {
    case 0:
      verify(text);
      break;
    case 1:
      read_claims(text);
      break;
    case 2:
      (void)auth::parse_bootstrap(text);
      break;
    default:
      (void)auth::decode_user(text);
      (void)auth::decode_hold(text);
      (void)auth::decode_client(text);
      (void)auth::decode_session(text);
      (void)auth::decode_failures(text);
      (void)auth::id_of(text);
      (void)auth::parse_issuer(text);
  }
  return 0;
}
