// http/startup/own_keys.cc: first the rows, then what they open.
#include "http/startup/own_keys.h"

#include <stdexcept>

#include "actors/auth/key_record.h"
#include "actors/base/log.h"
#include "actors/keymanager/key_maker.h"
#include "actors/keymanager/key_record.h"
#include "actors/seal/sealer.h"
#include "actors/seal/store_key.h"
#include "crypto/random.h"
#include "http/startup/keystore.h"
#include "http/startup/problem.h"
#include "http/startup/service_keys.h"
#include "http/startup/token_key_set.h"

namespace startup {
namespace {
using keymanager::Kept;
using keymanager::KeyName;
using keymanager::KeyRing;
using keymanager::KeyRingPtr;
using keymanager::KeyVersion;
using keymanager::KeyVersionPtr;

constexpr store::Owner keys_owner{0, store::Service::keymanager};
const KeyName token_name{std::string{keymanager::token_application}, ""};
const KeyName store_name{std::string{keymanager::store_application}, ""};

Problem unavailable(const std::string& what) { return Problem(exit_unavailable, what); }

std::optional<std::string> record_at(const store::View& view, std::string_view key) {
  auto read = view.get(store::system_owner, key);
  if (!read.ok()) throw unavailable("the store cannot be read");
  return std::move(read).value();
}

std::chrono::seconds tokens_live(const auth::Lifetimes& lifetimes) {
  return std::chrono::seconds{std::max(lifetimes.access_seconds, lifetimes.refresh_seconds)};
}

/// The keys of one store while it is being opened: nobody else reads or writes it.
class OwnKeys {
 public:
  OwnKeys(const Secrets& secrets, store::RocksStore& store, UtcTime now)
      : secrets_(secrets), store_(store), now_(now) {
    const auto ring = keymanager::load_key_ring(store, keys_owner);
    if (!ring.ok()) throw unavailable("the stored keys could not be read");
    ring_ = ring.value();
  }

  const KeyRing& ring() const { return *ring_; }

  /// A store of an earlier form kept its token keys in a record of their own.
  void take_over_token_keys() {
    const auto record = record_at(store_, auth::token_key_record);
    if (!record) return;
    const auto kept = auth::unwrap_keys(*record, *secrets_.master);
    if (!kept.ok()) throw Problem(exit_config, "the sealed token keys are damaged");
    std::vector<KeyVersionPtr> rows;
    UtcTime end = UtcTime::max();
    for (const auth::KeptTokenKey& one : kept.value()) {
      rows.push_back(taken_over(one, end));
      end = rows.back()->life.generated;
      ring_ = std::make_shared<const KeyRing>(ring_->with({rows.back()}));
    }
    store::Batch system{store::system_owner};
    system.erase(auth::token_key_record);
    const store::Batch batches[] = {batch_of(rows), system};
    store_.write(batches);
  }

  void ensure(const KeyName& name) {
    const keymanager::Order order{keymanager::Verb::ensure, name, false, {}, nullptr};
    const auto planned = keymanager::plan(*ring_, order, now_, crypto::uuid_v4(random_));
    if (std::holds_alternative<keymanager::Outcome>(planned)) return;
    if (const auto* fault = std::get_if<Fault>(&planned))
      throw unavailable("the key of " + name.application_id + ": " + text_of(*fault));
    if (!std::holds_alternative<keymanager::Generation>(planned))
      throw unavailable("the key of " + name.application_id + " cannot be made by the server");
    const auto& generation = std::get<keymanager::Generation>(planned);
    const keymanager::KeyMaker maker{secrets_.private_keys,
                                     std::make_shared<crypto::SystemKeyRandom>()};
    const auto made = maker.make(*ring_, generation, now_);
    if (!made.ok()) return complain(name, text_of(made.faults().front()));
    ring_ = std::make_shared<const KeyRing>(ring_->with({made.value()}));
    const store::Batch batch = batch_of({made.value()});
    store_.write({&batch, 1});
  }

  /// In front of store_key.
  std::shared_ptr<seal::ServiceKeys> service_keys(const Step& step) {
    auto stored = stored_service_keys(store_, ring_, secrets_.private_keys, step);
    if (!stored.ok()) throw Problem(exit_config, stored.error());
    ServiceKeyMaker maker{stored.value()};
    const auto opens_kept = [this](const seal::KeptStoreKey& kept) { return opens(kept); };
    if (const auto batch = maker.missing(*ring_, opens_kept)) {
      store_.write({&*batch, 1});
      maker.published(*ring_);
    }
    return stored.value();
  }

  std::shared_ptr<const seal::WrappingKey> store_key(uint16_t partitions) {
    const auto record = record_at(store_, seal::store_key_record);
    if (!record) return new_store_key(partitions);
    const auto kept = seal::decode_store_key(*record);
    if (!kept) throw Problem(exit_config, "the record of the store key is damaged");
    auto opened = opened_with(*kept, *ring_, *secrets_.private_keys);
    if (!opened.ok())
      throw unavailable(
          "the store key does not open: " + opened.error() +
          "; nothing else opens what is stored: bring the keystore back, or the key " +
          kept->alias + " from a backup of it");
    if (kept->alias != newest_store_version().alias) lay_under_newest(opened.value());
    return std::make_shared<const seal::WrappingKey>(std::move(opened).value(),
                                                     secrets_.service_keys);
  }

 private:
  /// A key that was there before goes on serving; the hourly renewal tries again.
  static void complain(const KeyName& name, const std::string& why) {
    logging::warning("the key of " + name.application_id + " could not be made: " + why);
  }

  static store::Batch batch_of(const std::vector<KeyVersionPtr>& rows) {
    store::Batch batch{keys_owner};
    for (const KeyVersionPtr& row : rows)
      batch.put(keymanager::key_record_key(row->alias), keymanager::encoded(*row));
    return batch;
  }

  KeyVersionPtr taken_over(const auth::KeptTokenKey& kept, UtcTime end) {
    const auto refuse = [] { return Problem(exit_config, "the token keys cannot be used"); };
    auto version = std::make_shared<KeyVersion>();
    version->alias = crypto::uuid_v4(random_);
    version->name = token_name;
    version->kept = Kept::sealed;
    const UtcTime created{std::chrono::seconds{kept.created}};
    version->life = keymanager::lifetime_from(*keymanager::validity_policy(token_name), created);
    version->life.expires = std::min(version->life.expires, end);
    version->uni_ident = keymanager::free_uni_ident(*ring_, token_name, created, version->alias);
    const auto der = kept.key.to_pkcs8_der();
    if (!der.ok()) throw refuse();
    const auto key = crypto::SoftPrivateKey::from_pkcs8_der(der.value().span());
    if (!key.ok()) throw refuse();
    crypto::CertificateSpec spec{
        crypto::Profile::signer, {}, created, version->life.expires, std::string(8, '\0')};
    spec.subject.common_name = token_name.application_id;
    random_.fill(std::as_writable_bytes(std::span{spec.serial}));
    const auto certificate =
        crypto::issue_certificate(spec, key.value()->public_key(), nullptr, *key.value());
    if (!certificate.ok()) throw refuse();
    version->certificate = certificate.value().der();
    version->thumbprint = certificate.value().thumbprint();
    auto kept_anew = secrets_.private_keys->own().import_pkcs8(version->alias, der.value().span(),
                                                               certificate.value());
    if (!kept_anew.ok()) throw refuse();
    version->record = std::move(kept_anew.value().record);
    return version;
  }

  const KeyVersion& newest_store_version() const {
    const auto& versions = ring_->versions(store_name);
    if (versions.empty()) throw unavailable("there is no key of STORE and none could be made");
    return *versions.back();
  }

  std::string kept_for_newest(const crypto::SecureBytes& key) const {
    const auto kept = encrypted_for(newest_store_version(), key);
    if (!kept) throw unavailable("the store key could not be encrypted");
    return seal::encoded(*kept);
  }

  /// False: the private half is lost. A keystore that is away does not tell, and refuses the start.
  bool opens(const seal::KeptStoreKey& kept) const {
    if (opened_with(kept, *ring_, *secrets_.private_keys).ok()) return true;
    const std::string away = secrets_.keystore->fault();
    if (!away.empty()) throw unavailable("the keystore: " + away);
    return false;
  }

  /// Only a version that opens it may hold the store key: the keystore may have come back from a
  /// backup that is older than the newest one, and the record under the old one is all there is.
  void lay_under_newest(const crypto::SecureBytes& key) {
    const std::string record = kept_for_newest(key);
    const auto kept = seal::decode_store_key(record);
    if (!kept || !opens(*kept))
      return logging::warning(
          "the newest key of STORE does not open what is encrypted for it: the "
          "store key stays under the one before");
    store::Batch batch{store::system_owner};
    batch.put(seal::store_key_record, record);
    store_.write({&batch, 1});
  }

  /// In one write with the data keys that are wrapped by the master key so far.
  std::shared_ptr<const seal::WrappingKey> new_store_key(uint16_t partitions) {
    auto fresh = seal::new_store_key(random_);
    store::Batch system{store::system_owner};
    system.put(seal::store_key_record, kept_for_newest(fresh));
    const auto key =
        std::make_shared<const seal::WrappingKey>(std::move(fresh), secrets_.service_keys);
    std::vector<store::Batch> batches{std::move(system)};
    // Sign-in alone sealed anything before there was a store key.
    for (uint16_t i = 0; i < partitions; ++i)
      batches.push_back(rewrapped_data_keys({i, store::Service::auth}, *key));
    store_.write(batches);
    return key;
  }

  store::Batch rewrapped_data_keys(store::Owner owner, const seal::WrappingKey& to) {
    store::Batch batch{owner};
    const auto rewrap = [&](std::string_view key, std::string_view value) {
      const auto record = seal::rewrapped({owner, key, value}, *secrets_.master, to, random_);
      if (!record.ok()) throw Problem(exit_config, "a sealed data key is damaged");
      batch.put(key, record.value());
      return true;
    };
    if (!store_.scan(owner, std::string(1, seal::data_key_letter), {}, rewrap).ok())
      throw unavailable("the store cannot be read");
    return batch;
  }

  const Secrets& secrets_;
  store::RocksStore& store_;
  UtcTime now_;
  crypto::SystemKeyRandom random_;
  KeyRingPtr ring_;
};
}  // namespace

void open_own_keys(Secrets& secrets, const config::Config& config, const Settings& settings,
                   store::RocksStore& store, UtcTime now, const Step& step) {
  const auto next = [&] {
    if (step) step();
  };
  secrets.keystore = open_keystore(config, secrets.master);
  next();
  secrets.private_keys =
      std::make_shared<keymanager::PrivateKeys>(secrets.keystore, own_keystore(secrets.master));
  OwnKeys own{secrets, store, now};
  own.take_over_token_keys();
  next();
  own.ensure(token_name);
  next();
  own.ensure(store_name);
  next();
  secrets.service_keys = own.service_keys(next);
  next();
  secrets.store_key = own.store_key(settings.store.partitions);
  next();
  auto set = token_key_set(own.ring(), *secrets.private_keys, tokens_live(settings.lifetimes), now);
  if (!set.ok()) throw unavailable("the token keys: " + text_of(set.faults().front()));
  secrets.token_keys = std::make_shared<auth::TokenKeyBoard>(std::move(set).value());
}

Expected<crypto::SecureBytes, std::string> stored_store_key(const store::View& view,
                                                            const KeyRing& ring,
                                                            keymanager::PrivateKeys& keys) {
  const auto record = record_at(view, seal::store_key_record);
  if (!record) return std::string{"the store has no store key yet"};
  const auto kept = seal::decode_store_key(*record);
  if (!kept) return std::string{"the record of the store key is damaged"};
  auto opened = opened_with(*kept, ring, keys);
  if (!opened.ok()) return "the store key does not open: " + opened.error();
  return opened;
}

std::string store_key_fault(const store::View& view, const KeyRing& ring,
                            keymanager::PrivateKeys& keys) {
  if (!record_at(view, seal::store_key_record)) return {};
  const auto opened = stored_store_key(view, ring, keys);
  return opened.ok() ? service_key_fault(view, ring, keys) : opened.error();
}

std::function<std::optional<Fault>(const KeyRing&, const keymanager::Generation&)>
token_key_refusal(const auth::Lifetimes& lifetimes, Clock clock) {
  return [live = tokens_live(lifetimes), clock = std::move(clock)](
             const KeyRing& ring, const keymanager::Generation& made) -> std::optional<Fault> {
    if (made.name != token_name || !one_more_drops_a_key(ring, live, clock())) return std::nullopt;
    return Fault{Errc::key_application_refused, {}};
  };
}

void require_token_key(const KeyVersion& version, keymanager::PrivateKeys& keys) {
  if (version.name != token_name) return;
  if (const auto fault = fault_of_token_key(version, keys))
    throw std::runtime_error("a token key that cannot be used: " + text_of(*fault));
}

std::function<void(const KeyRing&)> token_key_publisher(const Secrets& secrets,
                                                        const auth::Lifetimes& lifetimes,
                                                        Clock clock) {
  return [keys = secrets.private_keys, board = secrets.token_keys, live = tokens_live(lifetimes),
          clock = std::move(clock), published = std::string{}](const KeyRing& ring) mutable {
    const auto& versions = ring.versions(token_name);
    if (versions.empty() || versions.back()->alias == published) return;
    auto set = token_key_set(ring, *keys, live, clock());
    if (!set.ok())
      return logging::error("the new token key is not used: " + text_of(set.faults().front()));
    board->publish(std::move(set).value());
    published = versions.back()->alias;
  };
}
}  // namespace startup
