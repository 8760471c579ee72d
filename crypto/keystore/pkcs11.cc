// crypto/keystore/pkcs11.cc: the keystore's operations as calls of a token.
#include "crypto/keystore/pkcs11.h"

#include <algorithm>
#include <functional>
#include <tuple>

#include "crypto/certificate.h"
#include "crypto/keystore/matching.h"
#include "crypto/keystore/pkcs11/curves.h"
#include "crypto/keystore/pkcs11/key_templates.h"
#include "crypto/keystore/pkcs11/key_wrap.h"
#include "crypto/keystore/pkcs11/token_key.h"

namespace keystore {
namespace {
using pkcs11::alias_taken;
using pkcs11::certificate_template;
using pkcs11::ed25519_template;
using pkcs11::Handles;
using pkcs11::Lost;
using pkcs11::lost_by;
using pkcs11::no_such_object;
using pkcs11::pair_templates;
using pkcs11::private_template;
using pkcs11::secret_template;
using pkcs11::Session;
using pkcs11::Template;
using pkcs11::Token;
using pkcs11::TokenKey;
using pkcs11::WrappingKey;

/// Errors: alias_taken.
CK_RV check_free(const Session& session, const std::string& alias) {
  for (const CK_OBJECT_CLASS kind : {CKO_PRIVATE_KEY, CKO_SECRET_KEY}) {
    Handles found;
    if (const CK_RV rv = find_alias(session, kind, alias, found); rv != CKR_OK) return rv;
    if (!found.empty()) return alias_taken;
  }
  return CKR_OK;
}

CK_RV add_aliases(const Session& session, CK_OBJECT_CLASS object_class,
                  std::vector<std::string>& out) {
  Template wanted;
  wanted.number(CKA_CLASS, object_class).flag(CKA_TOKEN, true);
  Handles found;
  CK_RV rv = find(session, std::move(wanted), found);
  for (size_t i = 0; rv == CKR_OK && i < found.size(); ++i) {
    std::string alias;
    rv = read(session, found[i], CKA_ID, alias);
    if (rv == CKR_OK && alias.empty()) rv = read(session, found[i], CKA_LABEL, alias);
    if (!alias.empty()) out.push_back(std::move(alias));
  }
  return rv;
}

/// `replacement` first, then the old ones go: the alias always has a certificate.
CK_RV replace_certificate(const Session& session, const std::string& alias, Template& replacement) {
  CK_OBJECT_HANDLE key = 0;
  if (const CK_RV rv = find_key(session, CKO_PRIVATE_KEY, alias, key); rv != CKR_OK) return rv;
  Handles old;
  CK_RV rv = find_alias(session, CKO_CERTIFICATE, alias, old);
  CK_OBJECT_HANDLE made = 0;
  if (rv == CKR_OK) {
    rv = session.api.C_CreateObject(session.handle, replacement.data(), replacement.size(), &made);
  }
  for (size_t i = 0; rv == CKR_OK && i < old.size(); ++i) {
    rv = session.api.C_DestroyObject(session.handle, old[i]);
  }
  return rv;
}

class Pkcs11 : public Keystore {
 public:
  explicit Pkcs11(std::shared_ptr<Token> token) : token_(std::move(token)) {}

  std::string_view type() const override { return "PKCS11"; }
  size_t device_calls_max() const override { return token_->calls_max(); }

  Expected<NewKey, Errc> generate(const std::string& alias, crypto::KeyKind kind) override {
    auto pair = pair_templates(alias, kind);
    if (!token_->can(pair.mechanism.mechanism, CKF_GENERATE_KEY_PAIR)) return Errc::not_supported;
    const auto done = make(alias, [&](const Session& s) {
      CK_OBJECT_HANDLE public_key = 0, private_key = 0;
      return s.api.C_GenerateKeyPair(s.handle, &pair.mechanism, pair.public_key.data(),
                                     pair.public_key.size(), pair.private_key.data(),
                                     pair.private_key.size(), &public_key, &private_key);
    });
    if (!done.ok()) return done.error();
    return opened_or_removed(alias);
  }

  Expected<std::string, Errc> generate_secret(const std::string& alias) override {
    Template secret = secret_template(alias);
    CK_MECHANISM mechanism{CKM_AES_KEY_GEN, nullptr, 0};
    const auto done = make(alias, [&](const Session& s) {
      CK_OBJECT_HANDLE made = 0;
      return s.api.C_GenerateKey(s.handle, &mechanism, secret.data(), secret.size(), &made);
    });
    if (!done.ok()) return done.error();
    return std::string{};
  }

  Expected<std::string, Errc> import_secret(const std::string& alias,
                                            std::span<const std::byte> secret) override {
    if (secret.size() != secret_bytes) return Errc::failed;
    Template object = secret_template(alias, secret);
    const auto done = make(alias, [&](const Session& s) {
      CK_OBJECT_HANDLE made = 0;
      return s.api.C_CreateObject(s.handle, object.data(), object.size(), &made);
    });
    if (!done.ok()) return done.error();
    return std::string{};
  }

  Expected<crypto::PrivateKeyPtr, Errc> open(const std::string& alias, std::string_view) override {
    auto key = opened(alias);
    if (!key.ok()) return key.error();
    return std::move(key).value().key;
  }

  Expected<Done, Errc> put_certificate(const std::string& alias,
                                       const crypto::Certificate& certificate) override {
    const auto key = opened(alias);
    if (!key.ok()) return key.error();
    if (!belongs_to(certificate, *key.value().key)) return Errc::failed;
    auto replacement = certificate_template(alias, certificate);
    if (!replacement.ok()) return replacement.error();
    return token_->write(alias, [&](const Session& s) {
      return replace_certificate(s, alias, replacement.value());
    });
  }

  Expected<crypto::Certificate, Errc> certificate(const std::string& alias) override {
    std::string der;
    // Of the alias the key may be there: what is missing is not to be remembered.
    const auto done = token_->run("", [&](const Session& s) {
      CK_OBJECT_HANDLE object = 0;
      const CK_RV rv = find_key(s, CKO_CERTIFICATE, alias, object);
      return rv == CKR_OK ? read(s, object, CKA_VALUE, der) : rv;
    });
    if (!done.ok()) return done.error();
    auto certificate = crypto::Certificate::from_stored(der);
    if (!certificate.ok()) return Errc::failed;
    return std::move(certificate).value();
  }

  Expected<Done, Errc> remove(const std::string& alias) override {
    size_t removed = 0;
    return token_->write(alias, [&](const Session& s) {
      size_t count = 0;
      const CK_RV rv = destroy_alias(s, alias, count);
      removed += count;
      return rv == CKR_OK && removed == 0 ? no_such_object : rv;
    });
  }

  Expected<std::vector<std::string>, Errc> aliases() override {
    std::vector<std::string> out;
    const auto done = token_->list([&](const Session& s) {
      out.clear();
      CK_RV rv = add_aliases(s, CKO_PRIVATE_KEY, out);
      if (rv == CKR_OK) rv = add_aliases(s, CKO_SECRET_KEY, out);
      // A module whose token is away may list nothing and call that success: it is asked anew.
      return rv == CKR_OK && out.empty() ? no_such_object : rv;
    });
    if (!done.ok() && done.error() != Errc::no_such_alias) return done.error();
    std::ranges::sort(out);
    const auto twice = std::ranges::unique(out);
    out.erase(twice.begin(), twice.end());
    return out;
  }

  Expected<crypto::SecureBytes, Errc> export_pkcs8(const std::string& alias,
                                                   std::string_view) override {
    if (!token_->can(CKM_AES_KEY_WRAP_PAD, CKF_WRAP)) return Errc::not_supported;
    const WrappingKey wrapping;
    std::string wrapped;
    bool is_secret = false;
    const auto done = token_->write(alias, [&](const Session& s) {
      Handles secrets;
      if (const CK_RV rv = find_alias(s, CKO_SECRET_KEY, alias, secrets); rv != CKR_OK) return rv;
      is_secret = !secrets.empty();
      if (is_secret) return CK_RV{CKR_OK};
      CK_OBJECT_HANDLE key = 0;
      const CK_RV rv = find_key(s, CKO_PRIVATE_KEY, alias, key);
      return rv == CKR_OK ? wrap_out(s, wrapping, key, wrapped) : rv;
    });
    if (!done.ok()) return done.error();
    if (is_secret) return Errc::not_supported;
    return wrapping.unwrap(wrapped);
  }

  Expected<NewKey, Errc> import_pkcs8(const std::string& alias, std::span<const std::byte> der,
                                      const crypto::Certificate& certificate) override {
    const auto key = matching_key(der, certificate);
    if (!key.ok()) return key.error();
    const auto arrival = arrival_of(alias, der, key.value()->public_key().kind());
    if (!arrival.ok()) return arrival.error();
    auto beside = certificate_template(alias, certificate);
    if (!beside.ok()) return beside.error();
    const auto done = make(alias, [&](const Session& s) {
      const CK_RV rv = arrival.value()(s);
      return rv == CKR_OK ? replace_certificate(s, alias, beside.value()) : rv;
    });
    if (!done.ok()) return done.error();
    return opened_or_removed(alias);
  }

  std::string fault() const override { return token_->fault(); }
  std::string warning() const override { return token_->warning(); }
  void try_pin_again() override { token_->try_pin_again(); }

 private:
  using Step = std::function<CK_RV(const Session&)>;

  /// Has `step` make what is to be under an alias that is free. When it fails for good nothing is
  /// left under the alias.
  Expected<Done, Errc> make(const std::string& alias, const Step& step) {
    bool was_free = false;
    return token_->write(alias, [&](const Session& s) {
      size_t count = 0;
      // What is there by now was made by an earlier try whose answer was lost; it may be half a
      // pair.
      CK_RV rv = was_free ? destroy_alias(s, alias, count) : check_free(s, alias);
      if (rv != CKR_OK) return rv;
      was_free = true;
      rv = step(s);
      if (rv != CKR_OK && lost_by(rv) == Lost::nothing)
        std::ignore = destroy_alias(s, alias, count);
      return rv;
    });
  }

  /// What was made and cannot be opened will not be asked for by anybody.
  Expected<NewKey, Errc> opened_or_removed(const std::string& alias) {
    auto key = opened(alias);
    if (!key.ok()) std::ignore = remove(alias);
    return key;
  }

  /// What puts a private key into the token.
  Expected<Step, Errc> arrival_of(const std::string& alias, std::span<const std::byte> der,
                                  crypto::KeyKind kind) const {
    if (kind == crypto::KeyKind::ed25519) {
      if (!token_->can(CKM_EDDSA, CKF_SIGN)) return Errc::not_supported;
      auto made = ed25519_template(alias, der);
      if (!made.ok()) return made.error();
      const auto object = std::make_shared<Template>(std::move(made).value());
      return Step{[object](const Session& s) {
        CK_OBJECT_HANDLE key = 0;
        return s.api.C_CreateObject(s.handle, object->data(), object->size(), &key);
      }};
    }
    if (!token_->can(CKM_AES_KEY_WRAP_PAD, CKF_UNWRAP)) return Errc::not_supported;
    const auto wrapping = std::make_shared<const WrappingKey>();
    auto wrapped = wrapping->wrap(der);
    if (!wrapped.ok()) return wrapped.error();
    const auto description = std::make_shared<Template>(private_template(alias, kind));
    return Step{[wrapping, wrapped = std::move(wrapped).value(), description](const Session& s) {
      return wrap_in(s, *wrapping, wrapped, *description);
    }};
  }

  Expected<NewKey, Errc> opened(const std::string& alias) {
    std::string spki;
    const auto done = token_->run(alias, [&](const Session& s) {
      CK_OBJECT_HANDLE key = 0;
      const CK_RV rv = find_key(s, CKO_PRIVATE_KEY, alias, key);
      return rv == CKR_OK ? read_spki(s, alias, key, spki) : rv;
    });
    if (!done.ok()) return done.error();
    auto public_key = crypto::PublicKey::from_spki_der(spki);
    if (!public_key.ok()) return Errc::failed;
    return NewKey{std::make_shared<const TokenKey>(token_, alias, std::move(public_key).value()),
                  {}};
  }

  std::shared_ptr<Token> token_;
};
}  // namespace

Expected<std::unique_ptr<Keystore>, std::string> pkcs11_keystore(Pkcs11Options options) {
  auto token = Token::connect(std::move(options));
  if (!token.ok()) return token.error();
  return std::unique_ptr<Keystore>{std::make_unique<Pkcs11>(std::move(token).value())};
}
}  // namespace keystore
