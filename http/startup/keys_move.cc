// http/startup/keys_move.cc: one key at a time; whoever is interrupted begins again.
#include "http/startup/keys_move.h"

#include <algorithm>
#include <set>

#include "actors/keymanager/key_check.h"
#include "actors/keymanager/private_keys.h"
#include "crypto/private_key.h"
#include "http/startup/arguments.h"
#include "http/startup/problem.h"

namespace startup {
namespace {
using keymanager::Kept;
using keymanager::KeyVersion;
using keymanager::KeyVersionPtr;

Problem stuck(const KeyVersion& version, keystore::Errc errc, const keystore::Keystore& where) {
  const Fault fault = keymanager::fault_of(errc, version.alias, where.fault());
  return Problem(exit_unavailable, "the key " + keymanager::label_of(version) +
                                       " cannot be moved: " + std::string{where.type()} + ": " +
                                       text_of(fault));
}

using Aliases = std::set<std::string>;

/// What an earlier move may have brought; only keystores that hold their keys can tell. A token is
/// not asked for each key: for one that is not there it would be opened anew.
Aliases aliases_in(keystore::Keystore& keystore) {
  const auto listed = keystore.aliases();
  if (listed.ok()) return {listed.value().begin(), listed.value().end()};
  if (listed.error() != keystore::Errc::unavailable) return {};
  throw Problem(exit_unavailable, "the keystore does not list its keys: " + keystore.fault());
}

/// Whether an earlier move brought the key. The certificate comes after it: a move that was
/// interrupted in between is completed here.
bool has_arrived(const KeyMove& move, const KeyVersion& version,
                 const crypto::Certificate& certificate) {
  const auto there = move.to.open(version.alias, "");
  if (!there.ok()) return false;
  const auto certified = certificate.public_key();
  if (!certified.ok() || certified.value().spki_der() != there.value()->public_key().spki_der())
    return false;
  const auto beside = move.to.certificate(version.alias);
  if (beside.ok() && beside.value().der() == certificate.der()) return true;
  const auto put = move.to.put_certificate(version.alias, certificate);
  if (!put.ok()) throw stuck(version, put.error(), move.to);
  return true;
}

std::string moved_pair(const KeyMove& move, const KeyVersion& version, const Aliases& there) {
  const auto certificate = version.parsed();
  if (!certificate.ok()) throw stuck(version, keystore::Errc::failed, move.from);
  if (there.contains(version.alias) && has_arrived(move, version, certificate.value())) return {};
  const auto der = move.from.export_pkcs8(version.alias, version.record);
  if (!der.ok()) throw stuck(version, der.error(), move.from);
  auto made = move.to.import_pkcs8(version.alias, der.value().span(), certificate.value());
  if (!made.ok()) throw stuck(version, made.error(), move.to);
  return std::move(made.value().record);
}

std::string moved_secret(const KeyMove& move, const KeyVersion& version, const Aliases& there,
                         std::vector<std::string>& renewed) {
  if (there.contains(version.alias)) {
    // Whether it is the same cannot be seen: the operator is told.
    renewed.push_back(keymanager::label_of(version) + ", which was there already");
    return {};
  }
  const auto secret = move.from.export_pkcs8(version.alias, version.record);
  if (!secret.ok() && !move.renews_secrets)
    throw Problem(exit_unavailable,
                  "the secret " + keymanager::label_of(version) + " cannot leave " +
                      std::string{move.from.type()} +
                      ": with --renew-secrets it is made anew, and opens nothing that it closed");
  if (!secret.ok()) renewed.push_back(keymanager::label_of(version));
  auto record = secret.ok() ? move.to.import_secret(version.alias, secret.value().span())
                            : move.to.generate_secret(version.alias);
  if (!record.ok()) throw stuck(version, record.error(), move.to);
  return std::move(record).value();
}
}  // namespace

std::vector<KeyVersionPtr> moved_keys(const keymanager::KeyRing& ring, const KeyMove& move,
                                      std::vector<std::string>& renewed) {
  const Aliases there = aliases_in(move.to);
  std::vector<KeyVersionPtr> rows;
  for (const KeyVersionPtr& version : sorted_versions(ring)) {
    if (std::ranges::find(move.kept, version->kept) == move.kept.end()) continue;
    auto row = std::make_shared<KeyVersion>(*version);
    row->record = version->kept == Kept::secret ? moved_secret(move, *version, there, renewed)
                                                : moved_pair(move, *version, there);
    rows.push_back(std::move(row));
  }
  return rows;
}
}  // namespace startup
