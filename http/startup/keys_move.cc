// http/startup/keys_move.cc: one key at a time; whoever is interrupted begins again.
#include "http/startup/keys_move.h"

#include <algorithm>

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

/// Whether an earlier move brought the key; only keystores that hold their keys can tell.
bool has_arrived(const KeyMove& move, const KeyVersion& version,
                 const crypto::Certificate& certificate) {
  const auto there = move.to.open(version.alias, "");
  if (!there.ok()) return false;
  const auto certified = certificate.public_key();
  return certified.ok() && certified.value().spki_der() == there.value()->public_key().spki_der();
}

std::string moved_pair(const KeyMove& move, const KeyVersion& version) {
  const auto certificate = version.parsed();
  if (!certificate.ok()) throw stuck(version, keystore::Errc::failed, move.from);
  if (has_arrived(move, version, certificate.value())) return {};
  const auto der = move.from.export_pkcs8(version.alias, version.record);
  if (!der.ok()) throw stuck(version, der.error(), move.from);
  auto made = move.to.import_pkcs8(version.alias, der.value().span(), certificate.value());
  if (!made.ok()) throw stuck(version, made.error(), move.to);
  return std::move(made.value().record);
}

bool holds(keystore::Keystore& keystore, const std::string& alias) {
  const auto missing = keystore::missing_aliases(keystore, {alias});
  return missing.ok() && missing.value().empty();
}

std::string moved_secret(const KeyMove& move, const KeyVersion& version,
                         std::vector<std::string>& renewed) {
  if (holds(move.to, version.alias)) {
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
  std::vector<KeyVersionPtr> rows;
  for (const KeyVersionPtr& version : sorted_versions(ring)) {
    if (std::ranges::find(move.kept, version->kept) == move.kept.end()) continue;
    auto row = std::make_shared<KeyVersion>(*version);
    row->record = version->kept == Kept::secret ? moved_secret(move, *version, renewed)
                                                : moved_pair(move, *version);
    rows.push_back(std::move(row));
  }
  return rows;
}
}  // namespace startup
