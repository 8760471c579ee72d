// actors/keymanager/key_check.cc: one check a function; each answers what is wrong, or nothing.
#include "actors/keymanager/key_check.h"

#include <algorithm>
#include <optional>

namespace keymanager {
namespace {
using Wrong = std::optional<std::string>;
constexpr std::string_view probe = "idkernel keys verify";
constexpr size_t secret_bytes = 32;

crypto::Scheme scheme_of(crypto::KeyKind kind) {
  switch (kind) {
    case crypto::KeyKind::rsa:
      return crypto::Scheme::pkcs1_sha256;
    case crypto::KeyKind::ed25519:
      return crypto::Scheme::eddsa;
    case crypto::KeyKind::ec_p256:
    case crypto::KeyKind::ec_secp256k1:
      break;
  }
  return crypto::Scheme::ecdsa_sha256;
}

Wrong wrong_signing(const crypto::PrivateKey& key, const crypto::PublicKey& certified) {
  const auto scheme = scheme_of(certified.kind());
  const auto signature = key.sign(scheme, probe);
  if (!signature.ok()) return "the private key does not sign";
  if (certified.verify(scheme, probe, signature.value())) return std::nullopt;
  return "what the private key signs does not verify with the certificate";
}

Wrong wrong_decrypting(const crypto::PrivateKey& key, const crypto::PublicKey& certified) {
  const auto block = certified.encrypt_oaep_sha256(probe);
  if (!block.ok()) return "nothing can be encrypted for the certificate";
  const auto opened = key.decrypt_oaep_sha256(block.value());
  if (!opened.ok()) return "the private key does not decrypt what is for the certificate";
  const auto bytes = std::as_bytes(std::span{probe});
  if (std::ranges::equal(opened.value().span(), bytes)) return std::nullopt;
  return "the private key decrypts to something else";
}

Wrong wrong_private_half(const KeyRing& ring, PrivateKeys& keys, const KeyVersion& version,
                         const crypto::PublicKey& certified) {
  const auto key = keys.open(ring, version);
  if (!key.ok()) {
    const std::string where = version.kept == Kept::wrapped
                                  ? "the key wrapped for " + version.module_alias
                                  : "the private key";
    return where + " does not open: " + text_of(key.faults().front());
  }
  const bool decrypts =
      certified.kind() == crypto::KeyKind::rsa && class_of(version.name) == KeyClass::base;
  return decrypts ? wrong_decrypting(*key.value(), certified)
                  : wrong_signing(*key.value(), certified);
}

/// Among the keys here that bear the issuer's name one must have signed.
Wrong wrong_issuer(const KeyRing& ring, const KeyVersion& version,
                   const crypto::Certificate& certificate) {
  if (certificate.is_self_signed()) return std::nullopt;
  const std::string issuer = certificate.issuer_text();
  bool is_named = certificate.subject_text() == issuer;
  for (const KeyName& name :
       {KeyName{version.name.application_id, ""}, KeyName{std::string{root_application}, ""}}) {
    for (const KeyVersionPtr& candidate : ring.versions(name)) {
      const auto above = candidate->parsed();
      if (!above.ok() || above.value().subject_text() != issuer) continue;
      is_named = true;
      const auto key = above.value().public_key();
      if (key.ok() && certificate.is_signed_by(key.value())) return std::nullopt;
    }
  }
  if (!is_named) return std::nullopt;
  return "the certificate does not carry the signature of its issuer " + issuer;
}

Wrong wrong_secret(PrivateKeys& keys, const KeyVersion& version) {
  const auto secret = keys.keystore().export_pkcs8(version.alias, version.record);
  if (secret.ok() && secret.value().span().size() != secret_bytes)
    return "the secret has another length than an AES-256 key";
  // A keystore that lets no secret out knows its aliases.
  if (secret.ok() || secret.error() == keystore::Errc::not_supported) return std::nullopt;
  return "the secret does not open: " +
         text_of(fault_of(secret.error(), version.alias, keys.keystore().fault()));
}

Wrong wrong_with(const KeyRing& ring, PrivateKeys& keys, const KeyVersion& version) {
  if (version.kept == Kept::secret) return wrong_secret(keys, version);
  const auto certificate = version.parsed();
  if (!certificate.ok()) return "the certificate does not parse";
  const auto certified = certificate.value().public_key();
  if (!certified.ok()) return "the certificate holds no usable key";
  if (version.kept == Kept::certificate_only) return std::nullopt;
  if (certified.value().kind() != version.kind) return "the certificate is of another kind of key";
  if (!version.was_given_up())
    if (Wrong wrong = wrong_private_half(ring, keys, version, certified.value())) return wrong;
  return wrong_issuer(ring, version, certificate.value());
}

/// A keystore that cannot tell (soft) keeps its keys in the rows, which are opened one by one.
void check_aliases(const KeyRing& ring, const KeyRing::Versions& versions, PrivateKeys& keys,
                   std::vector<std::string>& out) {
  std::vector<std::string> wanted;
  for (const KeyVersionPtr& version : versions)
    if (version->kept == Kept::keystore || version->kept == Kept::secret)
      wanted.push_back(version->alias);
  const auto missing = keystore::missing_aliases(keys.keystore(), wanted);
  if (!missing.ok() && missing.error() != keystore::Errc::not_supported)
    out.push_back("the keystore does not say which aliases it holds: " +
                  text_of(fault_of(missing.error(), "", keys.keystore().fault())));
  if (!missing.ok()) return;
  for (const std::string& alias : missing.value())
    out.push_back(label_of(*ring.by_alias(alias)) + ": the keystore does not hold the alias");
}
}  // namespace

KeyRing::Versions sorted_versions(const KeyRing& ring) {
  KeyRing::Versions out;
  ring.for_each([&](const KeyVersionPtr& version) { out.push_back(version); });
  std::sort(out.begin(), out.end(), [](const KeyVersionPtr& a, const KeyVersionPtr& b) {
    const UtcTime made_a = a->made_at(), made_b = b->made_at();
    return std::tie(a->name, made_a, a->alias) < std::tie(b->name, made_b, b->alias);
  });
  return out;
}

std::string label_of(const KeyVersion& version) {
  return version.name.application_id + ":" + version.name.reference_id + " " + version.alias;
}

std::vector<std::string> faults_of(const KeyRing& ring, PrivateKeys& keys) {
  const auto versions = sorted_versions(ring);
  std::vector<std::string> out;
  check_aliases(ring, versions, keys, out);
  for (const KeyVersionPtr& version : versions)
    if (const Wrong wrong = wrong_with(ring, keys, *version))
      out.push_back(label_of(*version) + ": " + *wrong);
  return out;
}
}  // namespace keymanager
