// crypto/keystore/pkcs11/key_templates.h: how our objects stand in a token. Private to keystore/.
#pragma once
#include <string>

#include "crypto/certificate.h"
#include "crypto/keystore/pkcs11/objects.h"

namespace keystore::pkcs11 {
struct PairTemplates {
  CK_MECHANISM mechanism{};
  Template public_key, private_key;
};
PairTemplates pair_templates(const std::string& alias, crypto::KeyKind kind);

/// Sensitive and not extractable, for what the kind is used for.
Template private_template(const std::string& alias, crypto::KeyKind kind);
/// The same with the numbers of a key whose PrivateKeyInfo is `pkcs8`, for C_CreateObject. Errors:
/// failed.
Expected<Template, Errc> ed25519_template(const std::string& alias,
                                          std::span<const std::byte> pkcs8);
/// Of a secret that the token makes.
Template secret_template(const std::string& alias);
/// Of one that is given to it.
Template secret_template(const std::string& alias, std::span<const std::byte> secret);
/// Errors: failed for a certificate that cannot be taken apart.
Expected<Template, Errc> certificate_template(const std::string& alias,
                                              const crypto::Certificate& certificate);

/// DER SubjectPublicKeyInfo of the pair under `alias`, from the key's own numbers, its public key
/// object or its certificate, whichever the token has; empty without any.
CK_RV read_spki(const Session& session, const std::string& alias, CK_OBJECT_HANDLE private_key,
                std::string& spki);
}  // namespace keystore::pkcs11
