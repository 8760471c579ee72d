// http/startup/first_import.cc: which file counts, and when it no longer does.
#include "http/startup/first_import.h"

#include <fstream>
#include <iterator>
#include <optional>
#include <span>

#include "actors/auth/bootstrap_import.h"
#include "actors/auth/hold_index.h"
#include "actors/base/log.h"
#include "actors/identity/identity_entry.h"
#include "actors/identity/identity_import.h"
#include "crypto/random.h"
#include "http/startup/dev_bootstrap.h"
#include "http/startup/problem.h"

namespace startup {
namespace {
/// What a bootstrap file brings.
struct Beginning {
  auth::Bootstrap accounts;
  std::vector<identity::Entry> identities;
};

Beginning parsed(std::string_view text, const std::string& where) {
  auto accounts = auth::parse_bootstrap(text);
  if (!accounts.ok())
    throw Problem(exit_config, "bootstrap " + where + ": " + accounts.error().text);
  auto identities = identity::parse_entries(text, "identities");
  if (!identities.ok())
    throw Problem(exit_config, "bootstrap " + where + ": " + identities.error());
  return {std::move(accounts).value(), std::move(identities).value()};
}

/// What the first start imports: the file named, or the sample identities under --dev.
std::optional<Beginning> beginning_of(const Settings& settings) {
  if (settings.bootstrap_file.empty()) {
    if (settings.dev) return parsed(dev_bootstrap_json, "for --dev");
    return std::nullopt;
  }
  std::ifstream file{settings.bootstrap_file, std::ios::binary};
  if (!file) throw Problem(exit_config, "bootstrap " + settings.bootstrap_file + " cannot be read");
  std::string text{std::istreambuf_iterator<char>{file}, {}};
  auto beginning = parsed(text, settings.bootstrap_file);
  crypto::wipe(std::as_writable_bytes(std::span{text}));
  return beginning;
}

bool has_users(const store::View& view) {
  const auto record = view.get({0, store::Service::auth}, auth::import_record);
  if (!record.ok()) throw Problem(exit_unavailable, "the store cannot be read");
  return record.value().has_value();
}
}  // namespace

token_id::Salts import_first(const config::Config& config, const Settings& settings,
                             const Secrets& secrets, store::RocksStore& store) {
  auto beginning = beginning_of(settings);
  auth::Bootstrap* const bootstrap = beginning ? &beginning->accounts : nullptr;
  const bool is_new = !has_users(store);
  if (bootstrap != nullptr && bootstrap->users.empty() && bootstrap->clients.empty()) {
    throw Problem(exit_config, "the bootstrap file names no user and no client");
  }
  if (bootstrap == nullptr && is_new) {
    throw Problem(exit_config,
                  "the store has no users or clients: give the first ones with --bootstrap FILE "
                  "(README, \"Bootstrap\")");
  }
  auto salts = token_id_salts(config, bootstrap, is_new, *secrets.master, store, store);
  if (bootstrap == nullptr) return salts;
  crypto::SystemRandom random;
  crypto::SystemKeyRandom key_random;
  // Before the accounts, whose record says that all of the file is there.
  if (is_new) {
    const auto kept =
        identity::import_first(beginning->identities,
                               {settings.store.partitions, *secrets.index_key, secrets.store_key,
                                key_random, system_now(), settings.audit.trail},
                               store, store);
    if (!kept.ok()) throw Problem(exit_unavailable, "bootstrap: " + kept.error());
  }
  const auto outcome = auth::import_bootstrap(
      std::move(*bootstrap),
      {settings.store.partitions, *secrets.index_key, secrets.store_key, random, key_random,
       system_now(), settings.argon2, settings.audit.trail},
      store, store);
  if (!outcome.ok()) throw Problem(exit_config, "bootstrap: " + outcome.error().text);
  const bool ignored = outcome.value() == auth::ImportOutcome::already_imported;
  if (ignored && !settings.bootstrap_file.empty()) {
    logging::warning(
        "the store has its users and clients already: the bootstrap file was not used");
  }
  return salts;
}

void claim_values(const Settings& settings, const Secrets& secrets, store::RocksStore& store) {
  crypto::SystemKeyRandom key_random;
  const auto failed = auth::index_holds(
      {settings.store.partitions, *secrets.index_key, secrets.store_key, key_random, system_now()},
      store, store);
  if (failed) throw Problem(exit_unavailable, *failed);
}
}  // namespace startup
