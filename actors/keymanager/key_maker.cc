// actors/keymanager/key_maker.cc: pair, certificate, version.
#include "actors/keymanager/key_maker.h"

#include <optional>
#include <tuple>

#include "actors/keymanager/wrapped_key.h"
#include "crypto/random.h"

namespace keymanager {
namespace {
Fault fault_of_issue(crypto::Errc errc) {
  if (errc == crypto::Errc::bad_input)
    return {Errc::key_request_invalid, {"The subject cannot be written in a certificate"}};
  return fault_of(errc);
}

/// The pair of a version that is being made. `issuer_key` null: it signs itself.
struct Making {
  const Generation& generation;
  KeyVersion& version;
  const crypto::Certificate* issuer;
  crypto::PrivateKeyPtr issuer_key;
  const AlternativeNames& alternative_names;
};

const AlternativeNames& names_of(const AlternativeNamesOfKeys& all, const KeyName& key) {
  static const AlternativeNames none;
  const auto found = all.find(key);
  return found == all.end() ? none : found->second;
}

Result<Done> add_certificate(const Making& making, const crypto::PrivateKey& key,
                             ::Random& random) {
  crypto::CertificateSpec spec{making.generation.profile,     making.generation.subject,
                               making.version.life.generated, making.version.life.expires,
                               std::string(8, '\0'),          making.alternative_names};
  random.fill(std::as_writable_bytes(std::span{spec.serial}));
  const auto certificate = crypto::issue_certificate(spec, key.public_key(), making.issuer,
                                                     making.issuer_key ? *making.issuer_key : key);
  if (!certificate.ok()) return fault_of_issue(certificate.error());
  making.version.certificate = certificate.value().der();
  making.version.thumbprint = certificate.value().thumbprint();
  return Done{};
}

Result<Done> make_in_keystore(const Making& making, keystore::Keystore& keystore,
                              ::Random& random) {
  const std::string& alias = making.version.alias;
  auto made = keystore.generate(alias, making.generation.kind);
  if (!made.ok()) return fault_of(made.error(), alias, keystore.fault());
  making.version.record = std::move(made.value().record);
  const auto certified = [&]() -> Result<Done> {
    auto added = add_certificate(making, *made.value().key, random);
    if (!added.ok()) return added;
    const auto certificate = making.version.parsed();
    if (!certificate.ok()) return Errc::key_internal;
    const auto put = keystore.put_certificate(alias, certificate.value());
    if (!put.ok()) return fault_of(put.error(), alias, keystore.fault());
    return Done{};
  }();
  // Nobody will name the pair any more; one that cannot be removed is harmless.
  if (!certified.ok()) std::ignore = keystore.remove(alias);
  return certified;
}

Result<Done> make_wrapped(const Making& making, const SoftKeyPtr& pair, ::Random& random) {
  const auto key = pair ? Result<SoftKeyPtr>{pair} : KeyMaker::pair_for(making.generation);
  if (!key.ok()) return key.faults();
  const auto der = key.value()->to_pkcs8_der();
  if (!der.ok()) return fault_of(der.error());
  auto wrapped = wrap_key(making.issuer_key->public_key(), der.value().span(), random);
  if (!wrapped.ok()) return fault_of(wrapped.error());
  making.version.record = std::move(wrapped).value();
  making.version.module_alias = making.generation.issuer->alias;
  return add_certificate(making, *key.value(), random);
}
}  // namespace

Result<SoftKeyPtr> KeyMaker::pair_for(const Generation& generation) {
  auto key = crypto::SoftPrivateKey::generate(generation.kind);
  if (!key.ok()) return fault_of(key.error());
  return SoftKeyPtr{std::move(key).value()};
}

Result<KeyVersionPtr> KeyMaker::make(const KeyRing& ring, const Generation& generation, UtcTime now,
                                     const SoftKeyPtr& pair) const {
  const auto& before = ring.versions(generation.name);
  if (!before.empty() && before.back()->made_at() >= now &&
      before.back()->made_at() - now <= KeyRing::clock_slack)
    now = before.back()->made_at() + UtcTime::duration{1};
  auto version = std::make_shared<KeyVersion>();
  version->alias = crypto::uuid_v4(*random);
  version->name = generation.name;
  version->kept = generation.kept;
  version->kind = generation.kind;
  version->life = {now, now + generation.validity};
  version->uni_ident = free_uni_ident(ring, generation.name, now, version->alias);

  if (generation.kept == Kept::secret) {
    auto record = keys->keystore().generate_secret(version->alias);
    if (!record.ok()) return fault_of(record.error(), version->alias, keys->keystore().fault());
    version->record = std::move(record).value();
    return KeyVersionPtr{std::move(version)};
  }
  Making making{generation, *version, nullptr, nullptr,
                names_of(alternative_names, generation.name)};
  std::optional<crypto::Certificate> issuer;
  if (generation.issuer) {
    auto parsed = generation.issuer->parsed();
    auto opened = keys->open(ring, *generation.issuer);
    if (!opened.ok()) return opened.faults();
    if (!parsed.ok()) return Errc::key_internal;
    issuer = std::move(parsed).value();
    making.issuer = &*issuer;
    making.issuer_key = std::move(opened).value();
  }
  // Without a keystore the server still has keys of its own.
  if (version->kept == Kept::keystore && is_own(generation.name.application_id) &&
      keys->keystore().type() == "OFFLINE")
    version->kept = Kept::sealed;
  const auto made =
      version->kept == Kept::wrapped
          ? make_wrapped(making, pair, *random)
          : make_in_keystore(making, version->kept == Kept::sealed ? keys->own() : keys->keystore(),
                             *random);
  if (!made.ok()) return made.faults();
  return KeyVersionPtr{std::move(version)};
}
}  // namespace keymanager
