// actors/signature/jws_sign.cc: from a wish to a compact JWS.
#include "actors/signature/jws_sign.h"

#include <algorithm>
#include <cassert>

#include "actors/json/json_read.h"
#include "actors/keymanager/private_keys.h"
#include "actors/signature/header_write.h"
#include "crypto/base64.h"
#include "crypto/digest.h"

namespace signature {
namespace {
constexpr char kid_separator = '#';

bool is_payload_issuer(std::string_view prefix) {
  constexpr std::string_view name = "PAYLOAD_ISSUER";
  const auto upper = [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; };
  return std::equal(prefix.begin(), prefix.end(), name.begin(), name.end(),
                    [&](char a, char b) { return upper(a) == b; });
}

std::string issuer_of(std::string_view payload) {
  std::string issuer;
  const json::Document document{payload};
  if (const auto object = document.object()) json::take(*object, "iss", issuer);
  return issuer;
}

std::string kid_of(const HeaderWish& wish, const Signer& signer, const KidRules& rules,
                   std::string_view data) {
  if (!rules.included || signer.kid.empty()) return {};
  const auto own = std::find_if(wish.additional.begin(), wish.additional.end(),
                                [](const auto& member) { return member.first == "kid"; });
  std::string prefix = rules.prefix;
  if (own != wish.additional.end()) {
    prefix = own->second;
    if (!prefix.ends_with(kid_separator)) prefix += kid_separator;
  } else if (is_payload_issuer(rules.prefix)) {
    prefix = issuer_of(data) + kid_separator;
  }
  return prefix + signer.kid;
}

std::vector<std::string> certificates_of(HeaderWish::Certificates wish,
                                         const std::vector<std::string>& chain) {
  if (wish == HeaderWish::Certificates::none) return {};
  if (wish == HeaderWish::Certificates::chain) return chain;
  return {chain.front()};
}

Result<std::string> signed_text(const crypto::JwsInput& input, const crypto::PrivateKey& key) {
  auto compact = crypto::sign_jws(input, key);
  if (!compact.ok()) return fault_of_signing(compact.error());
  return std::move(compact).value();
}
}  // namespace

Fault fault_of_signing(crypto::Errc errc) {
  if (errc == crypto::Errc::unavailable) return keymanager::fault_of(errc);
  return {Errc::jws_sign_failed, {}};
}

Result<std::string> data_to_sign(std::string_view base64, bool must_be_json) {
  auto data = crypto::base64_decode_any(base64);
  if (!data || data->empty()) return Errc::jws_data_invalid;
  if (must_be_json && json::Document{*data}.error()) return Errc::jws_data_no_json;
  return std::move(*data);
}

Result<std::string> sign_jws(const SignWish& wish, const Signer& signer, const KidRules& kid_rules,
                             std::string_view data) {
  assert(!signer.chain.empty());
  WrittenHeader header{.algorithm = wish.algorithm,
                       .b64 = wish.b64,
                       .certificates = certificates_of(wish.header.certificates, signer.chain),
                       .thumbprint = {},
                       .certificate_url = wish.header.certificate_url,
                       .additional = wish.header.additional,
                       .kid = kid_of(wish.header, signer, kid_rules, data)};
  if (wish.header.hash) header.thumbprint = crypto::view_of(crypto::sha256(signer.chain.front()));
  const std::string text = json_of(header);
  return signed_text({wish.algorithm, text, data, wish.b64, wish.attached}, *signer.key);
}

Result<std::string> sign_detached(const crypto::PrivateKey& key, std::string_view data) {
  const std::string text = json_of({});
  return signed_text({crypto::JwsAlgorithm::rs256, text, data, true, false}, key);
}
}  // namespace signature
