// http/startup/services.h: every actor of the server, made together and ended together.
#pragma once
#include <caf/all.hpp>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "actors/auth/auth_actor.h"
#include "actors/auth/external_keys.h"
#include "actors/auth/key_fetcher.h"
#include "actors/auth/revocations.h"
#include "actors/crypto_pool/crypto_pool.h"
#include "actors/identity/identity_contacts.h"
#include "actors/number/pool_desk.h"
#include "actors/outbox/outbox_actor.h"
#include "actors/partition/host.h"
#include "crypto/random.h"
#include "http/actors.h"
#include "http/console/console_desk.h"
#include "http/startup/archive_thread.h"
#include "http/startup/boot_keys.h"
#include "http/startup/secrets.h"
#include "http/startup/settings.h"
#include "store/free_space.h"
#include "store/rocks_store.h"

namespace startup {
/// One partition of one service, as the metrics know it.
struct Watched {
  std::string service;
  uint16_t partition = 0;
  std::shared_ptr<partition::Gate> gate;
  std::shared_ptr<partition::Figures> figures;
  std::shared_ptr<number::Gauges> gauges;  ///< null unless the service draws numbers
  audit::Trail trail{};
};

/// One channel's provider, as health and metrics know it.
struct WatchedProvider {
  outbox::Channel channel;
  std::shared_ptr<const outbox::ProviderState> state;
};

class Services {
 public:
  /// `store` and `space` outlive it.
  Services(const Settings& settings, const Secrets& secrets, store::RocksStore& store,
           const store::FreeSpace& space, Clock clock);
  /// Ends every actor and waits for it.
  ~Services();
  Services(const Services&) = delete;
  Services& operator=(const Services&) = delete;

  /// Spawns every partition and returns when each pool of numbers has had a first helping. Throws
  /// Problem when stored state cannot be read.
  void start();
  /// The key manager alone, for commands that only look after keys. Throws Problem as start().
  void start_keys();
  /// The identity directory, users, clients and applications alone, for commands about these; none
  /// can be filed. Throws Problem as start().
  void start_console();
  /// After start() or start_console(); for as long as this object lives.
  console::Parts console_parts();
  /// After start_keys() or start().
  void boot_keys() { startup::boot_keys(system_, keys_.manager.actor, settings_.keys); }

  /// Lets every auth partition forget what has expired. Called about once a minute.
  void sweep() const;
  /// Has the key manager renew keys that are due (keys sheet 2.3). Called about once an hour.
  void renew_keys() const;

  http::Actors actors() const;
  const auth::RevocationBoard& board() const { return board_; }
  /// Null: no other issuer is trusted.
  const std::shared_ptr<auth::ExternalKeyBoard>& external_keys() const { return external_keys_; }
  /// Null: no identity repository is asked.
  const std::shared_ptr<identity::RepositoryState>& repository() const { return repository_state_; }
  const std::vector<Watched>& watched() const { return watched_; }
  /// Client secrets that were not checked because too many were wrong.
  uint64_t refused_secrets() const { return *refused_secrets_; }
  const crypto_pool::Pool& crypto() const { return *crypto_; }
  const std::vector<WatchedProvider>& providers() const { return providers_; }
  const std::vector<std::shared_ptr<outbox::Waiting>>& waiting() const { return waiting_; }
  const std::shared_ptr<outbox::FiguresOf>& message_figures() const { return message_figures_; }
  /// Hands out no more messages and waits a few seconds for those that go, so that a stop in good
  /// order delivers nothing twice.
  void stop_deliveries();
  /// Has old audit records move to archive files, if the settings say so. After start().
  void start_archive();
  /// A file that is half written is given up. While the actors still run.
  void stop_archive() { archive_.reset(); }
  /// What was archived since the process began.
  const audit::ArchiveFigures& archive() const { return archive_figures_; }
  /// Ends the crypto pool: no job runs or answers afterwards, but for what is left: one that has
  /// not returned by `limit`. Then this object must not be destroyed any more.
  [[nodiscard]] crypto_pool::Left stop_crypto(crypto_pool::Pool::Time limit) {
    return crypto_->stop_until(limit);
  }
  /// After stop_crypto left something: ends every other actor and waits for it. Of what is left
  /// only jobs of lanes other than the device's may read the store afterwards. False: an actor has
  /// not ended by `limit`, and may use the store still.
  [[nodiscard]] bool end_beside_a_job(crypto_pool::Pool::Time limit);
  caf::actor_system& system() { return system_; }

 private:
  void kill_actors();
  /// All but those of the crypto pool.
  std::vector<caf::actor> owned_actors() const;
  partition::Host host(store::Service service, const char* name, uint16_t partition,
                       const std::shared_ptr<number::Gauges>& gauges);
  number::PoolSetting pool_setting(store::Service service, const char* name, uint16_t partition);
  number::PoolShare share(const NumberSettings& numbers, uint16_t partition) const;
  void start_partners();
  void spawn_numbers();
  void spawn_licenses();
  void spawn_audits();
  void spawn_devices();
  void spawn_applications();
  void spawn_otp();
  void spawn_identities();
  void spawn_identity_search(const identity::ContactsConfig& directory);
  void spawn_outbox();
  outbox::Dispatcher spawn_dispatcher(outbox::Channel channel, Delivery delivery);
  /// For the outbox::Queue of another service's partition; `sealer` is that service's there.
  outbox::QueueParts queue_parts(store::Owner owner, std::shared_ptr<seal::Sealer> sealer) const;
  void spawn_auth();
  void spawn_sign_in();
  void spawn_user_desk();
  void load_revocations();
  /// Its threads use libcurl, which the outbox has started.
  void start_key_fetcher();
  void fill_pools();

  const Settings& settings_;
  const Secrets& secrets_;
  store::RocksStore& store_;
  const store::FreeSpace& space_;
  Clock clock_;
  std::deque<crypto::BufferedRandom> seal_nonces_;  ///< of each owner's sealer; outlives the actors
  caf::actor_system_config config_;
  caf::actor_system system_;
  auth::RevocationBoard board_;
  std::unique_ptr<crypto_pool::Pool> crypto_;
  partition::JournalActor journal_;
  number::SupplierActor supplier_;
  std::vector<http::Partition<uin::Actor>> uin_;
  std::vector<http::Partition<prid::Actor>> prid_;
  std::vector<http::Partition<vid::Actor>> vid_;
  std::vector<http::Partition<rid::Actor>> rid_;
  std::vector<http::Partition<license::Actor>> license_;
  std::vector<http::Partition<audit::Actor>> audit_;
  std::vector<http::Partition<device::DeviceActor>> devices_;
  http::Partition<device::TrustActor> device_trust_;
  std::vector<http::Partition<device::DeviceDesk>> device_desks_;
  std::vector<http::Partition<prereg::Actor>> applications_;
  std::vector<http::Partition<otp::Actor>> otp_;
  std::vector<identity::Fetcher> fetchers_;
  http::Partition<identity::Search> identity_search_;
  std::shared_ptr<identity::RepositoryState> repository_state_;
  std::vector<http::Partition<identity::Actor>> identity_;
  auth::IdentityLookup contacts_;
  std::vector<http::Partition<outbox::Actor>> outbox_;
  std::vector<outbox::Dispatcher> dispatchers_;
  std::vector<outbox::Worker> workers_;
  std::vector<std::shared_ptr<outbox::Waiting>> waiting_;
  std::vector<WatchedProvider> providers_;
  std::shared_ptr<outbox::FiguresOf> message_figures_ = std::make_shared<outbox::FiguresOf>();
  std::shared_ptr<std::atomic<bool>> deliveries_end_ = std::make_shared<std::atomic<bool>>(false);
  http::Keys keys_;
  http::Partners partners_;
  std::vector<auth::Actor> auth_;
  auth::SecretDesk secrets_desk_;
  std::shared_ptr<std::atomic<uint64_t>> refused_secrets_ =
      std::make_shared<std::atomic<uint64_t>>();
  std::vector<http::Partition<auth::SignIn>> sign_in_;
  http::Partition<auth::UserDesk> user_desk_;
  std::shared_ptr<auth::ExternalKeyBoard> external_keys_;
  std::unique_ptr<auth::KeyFetcher> key_fetcher_;
  std::vector<Watched> watched_;
  std::vector<Archived> chains_;  ///< of every partition that was given a host
  audit::ArchiveFigures archive_figures_;
  std::unique_ptr<ArchiveThread> archive_;
};
}  // namespace startup
