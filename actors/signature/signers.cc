// actors/signature/signers.cc: tables of keys sheet 3.5.
#include "actors/signature/signers.h"

#include "actors/base/text.h"

namespace signature {
namespace {
crypto::JwsAlgorithm algorithm_of(std::string_view reference_id, crypto::JwsAlgorithm of_rsa) {
  if (reference_id == "EC_SECP256R1_SIGN") return crypto::JwsAlgorithm::es256;
  if (reference_id == "EC_SECP256K1_SIGN") return crypto::JwsAlgorithm::es256k;
  if (reference_id == "ED25519_SIGN") return crypto::JwsAlgorithm::eddsa;
  return of_rsa;
}
}  // namespace

keymanager::KeyName signer_of(const SignRules& rules, const keymanager::KeyName& asked) {
  return text::is_blank(asked.application_id) ? rules.own : asked;
}

bool may_sign(const SignRules& rules, const keymanager::KeyName& name, SignUse use) {
  if (keymanager::is_own(name.application_id)) return false;
  if (name.application_id == keymanager::root_application) return false;
  if (name == rules.own) return use == SignUse::encoded;
  switch (keymanager::class_of(name)) {
    case keymanager::KeyClass::module_master:
    case keymanager::KeyClass::ec_sign:
    case keymanager::KeyClass::ed25519_sign:
      return true;
    case keymanager::KeyClass::kernel_sign:
      return use == SignUse::encoded;
    default:
      return false;
  }
}

crypto::JwsAlgorithm jwt_algorithm_of(std::string_view reference_id) {
  return algorithm_of(reference_id, crypto::JwsAlgorithm::rs256);
}

crypto::JwsAlgorithm jws_algorithm_of(std::string_view asked, std::string_view reference_id) {
  if (text::is_blank(asked)) return algorithm_of(reference_id, crypto::JwsAlgorithm::ps256);
  return crypto::jws_algorithm_of(asked).value_or(crypto::JwsAlgorithm::ps256);
}
}  // namespace signature
