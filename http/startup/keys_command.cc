// http/startup/keys_command.cc: the store, its keys and nothing else of a server.
#include "http/startup/keys_command.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <functional>

#include "actors/audit/trail.h"
#include "actors/keymanager/key_check.h"
#include "actors/keymanager/key_record.h"
#include "actors/seal/sealer.h"
#include "http/startup/audit_store.h"
#include "http/startup/keys_move.h"
#include "http/startup/keystore.h"
#include "http/startup/missing_keys.h"
#include "http/startup/own_keys.h"
#include "http/startup/problem.h"
#include "http/startup/process.h"
#include "http/startup/service_keys.h"
#include "http/startup/services.h"
#include "http/startup/store_room.h"
#include "store/workspace.h"

namespace startup {
namespace {
using keymanager::Kept;
using keymanager::KeyRing;
using keymanager::KeyVersion;

std::string_view kind_text(const KeyVersion& version) {
  if (version.kept == Kept::secret) return "aes-256";
  switch (version.kind) {
    case crypto::KeyKind::rsa:
      return "rsa";
    case crypto::KeyKind::ec_p256:
      return "ec-p256";
    case crypto::KeyKind::ec_secp256k1:
      return "ec-secp256k1";
    case crypto::KeyKind::ed25519:
      return "ed25519";
  }
  return "unknown";
}

std::string_view kept_text(const KeyVersion& version) {
  return version.was_given_up() ? "given-up" : keymanager::text_of(version.kept);
}

/// application, reference, alias, kind, kept, from, until, current, whole days to expiry.
std::string line_of(const KeyRing& ring, const KeyVersion& version, UtcTime now) {
  const auto current = ring.current(version.name, now);
  const bool is_current = current.key && current.key->alias == version.alias;
  const auto days = std::chrono::floor<std::chrono::days>(version.life.expires - now);
  const std::string& reference = version.name.reference_id;
  return fmt::format("{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}", version.name.application_id,
                     reference.empty() ? "-" : reference, version.alias, kind_text(version),
                     kept_text(version), iso_utc(version.life.generated),
                     iso_utc(version.life.expires), is_current ? "current" : "-", days.count());
}

/// The store of a stopped server and the keys in it.
class KeyRoom {
 public:
  KeyRoom(const config::Config& config, const Settings& settings)
      : config_(config), settings_(settings), store_(open_existing_store(settings)) {
    secrets_ = open_secrets(master_key(settings, config), *store_, *store_);
  }

  void bootstrap() {
    open_own_keys(secrets_, config_, settings_, *store_, system_now());
    refuse_lost_chains(settings_, *store_);
    const store::FreeSpace space{settings_.store.dir, settings_.free_bytes_min};
    Services services{settings_, secrets_, *store_, space, Clock{system_now}};
    services.start_keys();
    services.boot_keys();
    say("the boot list is there");
  }

  void list() const {
    const auto ring = this->ring();
    const UtcTime now = system_now();
    for (const auto& version : sorted_versions(*ring)) say(line_of(*ring, *version, now));
  }

  void list_orphans() const {
    for (const std::string& alias : orphans_in(*open_keystore(config_, secrets_.master)))
      say(alias);
  }

  /// In one write.
  void forget(const std::string& alias, bool loses_data) {
    const auto store_key = opened_store_key(config_, settings_, *store_);
    const auto ring = this->ring();
    const UtcTime now = system_now();
    const DataKeyAliases data = data_key_aliases(*store_);
    const auto lacked = lacking(*open_keystore(config_, secrets_.master), in_keystore(*ring));
    const auto gone =
        forgotten(*ring, alias, missing_keys(*ring, lacked, data, now), data, loses_data, now);
    if (!gone.ok()) throw Problem(exit_unavailable, gone.error());
    KeyRing::Versions rows = gone.value().wrapped;
    rows.push_back(gone.value().key);
    KeyRing::Versions stays = gone.value().wrapped_stays;
    if (gone.value().stays) stays.push_back(gone.value().stays);
    std::vector<store::Batch> batches;
    batches.push_back(recorded(store_key, [&](store::Transaction& tx, const audit::Trail& trail) {
      for (const auto& row : stays)
        tx.put(keymanager::key_record_key(row->alias), keymanager::encoded(*row));
      if (!gone.value().stays) tx.erase(keymanager::key_record_key(alias));
      for (const auto& row : rows) {
        const std::string name = row->name.application_id + " " + row->name.reference_id;
        trail.record({audit::Operation::key_forgotten, audit::of_console(), row->alias, name}, now,
                     tx);
      }
    }));
    if (gone.value().has_data) {
      store::Batch& system = batches.emplace_back(store::system_owner);
      system.erase(service_key_at(alias));
    }
    store_->write(batches);
    for (const auto& row : rows) say("forgotten: " + keymanager::label_of(*row));
    const auto& left = gone.value().stays;
    if (left && left->kept != Kept::certificate_only)
      say("it has ended: its next use or a start makes the successor, and until `keys forget` is "
          "repeated then, the key counts as missing");
  }

  /// In one write, and only when every key works where it is then.
  void migrate(const std::string& to_file, bool renews_secrets) {
    const auto to = config::load({{to_file}, {}, {}});
    if (!to.problems.empty()) throw Problem(exit_config, to.problems.front());
    const auto store_key = opened_store_key(config_, settings_, *store_);
    const std::shared_ptr<keystore::Keystore> target = open_keystore(to.config, secrets_.master);
    const auto source = open_keystore(config_, secrets_.master);
    std::vector<std::string> renewed;
    const auto before = ring();
    KeyMove move{*source, *target};
    move.renews_secrets = renews_secrets;
    const auto rows = moved_keys(*before, move, renewed);
    keymanager::PrivateKeys keys{target, own_keystore(secrets_.master)};
    check(before->with(rows), keys);
    const store::Batch batch = rewritten(store_key, rows, audit::Operation::keys_moved,
                                         std::string{"to "} + std::string{target->type()});
    store_->write({&batch, 1});
    for (const std::string& label : renewed) say("made anew: " + label);
    say(fmt::format("{} keys are in {}{}; configure it before the next start", rows.size(),
                    target->type(), source->type() == "SOFT" ? " instead" : " as well"));
  }

  /// Into a new file that only its owner reads.
  void export_master(const std::string& file) const {
    // In front of the file: a key that was read is recorded, whatever became of the file.
    const store::Batch batch = rewritten(opened_store_key(config_, settings_, *store_), {},
                                         audit::Operation::master_key_exported, {});
    store_->write({&batch, 1});
    const auto made = seal::create_master_key_file(file, *secrets_.master);
    if (!made.ok()) throw Problem(exit_unavailable, made.error());
    say("the master key is in " + file + " as well");
  }

  /// In one write. Data keys lie under the store key and stay as they are.
  void rewrap(const std::string& file) {
    auto loaded = seal::load_master_key({file, settings_.store.dir, settings_.dev});
    if (!loaded.ok()) throw Problem(exit_config, loaded.error());
    // A store of an earlier form has more under its master key: it is brought to this one first.
    open_own_keys(secrets_, config_, settings_, *store_, system_now());
    const auto store_key = opened_store_key(config_, settings_, *store_);
    const auto to = std::make_shared<const seal::MasterKey>(std::move(loaded).value());
    const auto own_from = own_keystore(secrets_.master);
    const std::shared_ptr<keystore::Keystore> own_to = own_keystore(to);
    KeyMove move{*own_from, *own_to, {Kept::sealed}};
    std::shared_ptr<keystore::Keystore> keystore = open_keystore(config_, secrets_.master);
    if (keystore->type() == "SOFT") {
      move.kept = {Kept::sealed, Kept::keystore, Kept::secret};
      keystore = own_to;
    }
    std::vector<std::string> renewed;
    const auto before = ring();
    const auto rows = moved_keys(*before, move, renewed);
    keymanager::PrivateKeys keys{keystore, own_to};
    check(before->with(rows), keys);
    const store::Batch batches[] = {
        rewrapped_secrets(*store_, *secrets_.master, *to),
        rewritten(store_key, rows, audit::Operation::keys_rewrapped, {})};
    store_->write(batches);
    say("the store is under the master key of " + file +
        "; configure it before the next start, and keep the old one for older backups");
  }

  int verify() const {
    const auto ring = this->ring();
    keymanager::PrivateKeys keys{open_keystore(config_, secrets_.master),
                                 own_keystore(secrets_.master)};
    auto faults = faults_of(*ring, keys);
    if (auto fault = store_key_fault(*store_, *ring, keys); !fault.empty())
      faults.push_back(std::move(fault));
    for (const std::string& fault : faults) say("fault: " + fault);
    if (!faults.empty()) return exit_fault;
    note_orphans(orphans(keys.keystore(), *ring));
    say(fmt::format("{} keys, all whole", sorted_versions(*ring).size()));
    return exit_ok;
  }

 private:
  /// Whether all is whole with the keys where they are going. Throws Problem.
  void check(const KeyRing& ring, keymanager::PrivateKeys& keys) const {
    auto faults = faults_of(ring, keys);
    if (auto fault = store_key_fault(*store_, ring, keys); !fault.empty())
      faults.push_back(std::move(fault));
    if (!faults.empty()) throw Problem(exit_unavailable, "nothing was changed: " + faults.front());
  }

  std::vector<std::string> orphans_in(keystore::Keystore& keystore) const {
    auto found = orphans(keystore, *ring());
    if (found.ok()) return std::move(found).value();
    if (found.error() == keystore::Errc::not_supported)
      throw Problem(exit_unavailable, std::string{keystore.type()} + " has no list of its own");
    throw Problem(exit_unavailable, "the keystore does not list its keys: " + keystore.fault());
  }

  /// No fault of the keys: others may keep theirs in the same token.
  static void note_orphans(const Expected<std::vector<std::string>, keystore::Errc>& found) {
    if (!found.ok() || found.value().empty()) return;
    constexpr size_t shown_max = 5;
    const size_t shown = std::min(found.value().size(), shown_max);
    const auto first = found.value().begin();
    say(fmt::format(
        "note: the keystore holds {} keys that no row names, see keys list --orphans: "
        "{}{}",
        found.value().size(), fmt::join(first, first + static_cast<std::ptrdiff_t>(shown), ", "),
        found.value().size() > shown ? ", ..." : ""));
  }

  /// The rows as they are to be, and the record that an operator did it.
  store::Batch rewritten(const std::shared_ptr<const seal::WrappingKey>& store_key,
                         const std::vector<keymanager::KeyVersionPtr>& rows,
                         audit::Operation operation, const std::string& outcome) const {
    return recorded(store_key, [&](store::Transaction& tx, const audit::Trail& trail) {
      for (const auto& row : rows)
        tx.put(keymanager::key_record_key(row->alias), keymanager::encoded(*row));
      trail.record({operation, audit::of_console(), {}, outcome}, system_now(), tx);
    });
  }

  /// What `change` does and records. The store key is opened in front of the keystores: a file is
  /// opened once.
  store::Batch recorded(
      const std::shared_ptr<const seal::WrappingKey>& store_key,
      const std::function<void(store::Transaction&, const audit::Trail&)>& change) const {
    constexpr store::Owner owner{0, store::Service::keymanager};
    refuse_lost_chains(settings_, *store_);
    crypto::SystemKeyRandom random;
    const auto sealer = std::make_shared<seal::Sealer>(store_key, random, owner);
    const audit::Trail trail{sealer, owner, settings_.audit.trail};
    store::Workspace tx{owner, *store_};
    tx.begin();
    change(tx, trail);
    trail.keep_head(tx);
    tx.keep();
    return tx.take_batch().batch;
  }

  keymanager::KeyRingPtr ring() const {
    auto ring = keymanager::load_key_ring(*store_, {0, store::Service::keymanager});
    if (!ring.ok()) throw Problem(exit_unavailable, "the stored keys could not be read");
    return ring.value();
  }

  const config::Config& config_;
  const Settings& settings_;
  std::unique_ptr<store::RocksStore> store_;
  Secrets secrets_;
};

int carry_out(const config::Config& config, const Settings& settings, const Arguments& arguments,
              KeysVerb verb) {
  KeyRoom room{config, settings};
  if (verb == KeysVerb::verify) return room.verify();
  if (verb == KeysVerb::bootstrap) room.bootstrap();
  if (verb == KeysVerb::list) arguments.orphans ? room.list_orphans() : room.list();
  if (verb == KeysVerb::forget) room.forget(arguments.alias, arguments.lose_data);
  if (verb == KeysVerb::export_master) room.export_master(arguments.keys_to);
  if (verb == KeysVerb::rewrap) room.rewrap(arguments.keys_to);
  if (verb == KeysVerb::migrate) room.migrate(arguments.keys_to, arguments.renew_secrets);
  return exit_ok;
}
}  // namespace

int keys(const Arguments& arguments, KeysVerb verb) {
  return run_command(arguments, [&](const config::Config& config, const Settings& settings) {
    return carry_out(config, settings, arguments, verb);
  });
}
}  // namespace startup
