// http/startup/services.cc: the life of the actors: order of the start, what is asked of all, the
// end.
#include "http/startup/services.h"

#include "actors/crypto_pool/ended_by.h"
#include "actors/partition/system_config.h"
#include "actors/seal/sealer.h"
#include "crypto/random.h"
#include "http/startup/missing_keys.h"
#include "http/startup/own_keys.h"
#include "http/startup/problem.h"
#include "http/startup/service_keys.h"
#include "http/transport/burst.h"

namespace startup {
namespace {
/// A provider that has been handed a message may take so long to say that it has it.
constexpr std::chrono::seconds deliveries_stop_max{5};

partition::Scheduling scheduling_of(const Settings& settings) {
  partition::Scheduling scheduling;
  if (settings.scheduler_threads > 0) scheduling.threads = settings.scheduler_threads;
  return scheduling;
}

crypto_pool::Config crypto_config(const Settings& settings, const keystore::Keystore* keystore) {
  crypto_pool::Config config;
  config.fast.jobs_per_worker = settings.fast_queue;
  config.slow.jobs_per_worker = settings.slow_queue;
  config.argon2 = settings.argon2;
  const size_t device_calls = keystore == nullptr ? 0 : keystore->device_calls_max();
  if (device_calls > 0) config.device = crypto_pool::device_limits(device_calls);
  config.batch_scope = [] { return std::make_shared<http::transport::Burst>(); };
  return config;
}

/// A token that hangs then holds threads of its own lane, and no partition for long.
seal::ServiceKeys::Elsewhere in_lane(std::shared_ptr<crypto_pool::Lane> lane) {
  return [lane = std::move(lane)](std::function<void()> work, std::function<void()> refused) {
    const auto ended = [refused = std::move(refused)](crypto_pool::Outcome outcome) {
      if (outcome != crypto_pool::Outcome::done) refused();
    };
    lane->submit(crypto_pool::Job{crypto_pool::JobRequest{.work = std::move(work)}, ended});
  };
}

template <class Handle>
number::Pool pool_of(const char* name, const NumberSettings& numbers,
                     const std::vector<http::Partition<Handle>>& partitions) {
  number::Pool pool{name, numbers.rules, {}};
  for (const auto& one : partitions) pool.partitions.push_back(one.actor);
  return pool;
}
}  // namespace

Services::Services(const Settings& settings, const Secrets& secrets, store::RocksStore& store,
                   const store::FreeSpace& space, Clock clock)
    : settings_(settings),
      secrets_(secrets),
      store_(store),
      space_(space),
      clock_(std::move(clock)),
      config_(partition::system_config(scheduling_of(settings))),
      system_(config_),
      crypto_(std::make_unique<crypto_pool::Pool>(
          system_, crypto_config(settings, secrets.keystore.get()))) {
  const auto& device = crypto_->lane(crypto_pool::Speed::device);
  if (device && secrets.service_keys) secrets.service_keys->open_elsewhere(in_lane(device));
  partition::JournalLimits limits;
  limits.batches_max = settings_.journal_batches_max;
  journal_ = partition::spawn_journal(system_, store_, limits);
  supplier_ = number::spawn_supplier(system_, std::make_shared<crypto::SystemRandom>());
}

void Services::start() {
  start_keys();
  start_partners();
  load_revocations();
  spawn_numbers();
  spawn_licenses();
  spawn_audits();
  spawn_devices();
  spawn_applications();
  spawn_outbox();
  spawn_otp();
  spawn_identities();
  start_key_fetcher();
  spawn_auth();
  fill_pools();
}

void Services::start_archive() {
  if (!settings_.audit.archive.is_on) return;
  archive_ = std::make_unique<ArchiveThread>(
      system_,
      ArchiveParts{settings_.audit.archive, store_, space_, secrets_.store_key, chains_, clock_},
      archive_figures_);
}

void Services::start_console() {
  load_revocations();
  spawn_identities();
  spawn_applications();
  spawn_auth();
}

console::Parts Services::console_parts() {
  console::Parts parts;
  parts.system = &system_;
  for (const auto& one : identity_) parts.identities.push_back(one.actor);
  parts.accounts = auth_;
  for (const auto& one : applications_) parts.applications.push_back(one.actor);
  for (const auto& one : outbox_) parts.outboxes.push_back(one.actor);
  for (const auto& one : audit_) parts.audits.push_back(one.actor);
  parts.chains = {[this] { return store_.snapshot(); }, secrets_.store_key,
                  settings_.audit.archive.dir, settings_.store.partitions,
                  audit::looks_beside_archiver_max};
  parts.sign_in = sign_in_.front().actor;
  parts.slow = crypto_->slow();
  parts.index_key = secrets_.index_key;
  parts.apps = settings_.apps;
  // The applications that take a UIN are of one realm unless a country says otherwise.
  const auto persons = settings_.apps.find("ida");
  parts.person_realm = persons.ok() ? persons.value().realm : "mosip";
  parts.password_policy = settings_.admin.password_policy;
  parts.board = &board_;
  parts.clock = clock_;
  return parts;
}

Services::~Services() {
  kill_actors();
  crypto_->stop();
  system_.await_all_actors_done();
}

void Services::kill_actors() {
  stop_archive();
  *deliveries_end_ = true;
  key_fetcher_.reset();
  for (const caf::actor& one : owned_actors())
    caf::anon_send_exit(one, caf::exit_reason::user_shutdown);
}

bool Services::end_beside_a_job(crypto_pool::Pool::Time limit) {
  kill_actors();
  return crypto_pool::ended_by(system_, owned_actors(), limit);
}

std::vector<caf::actor> Services::owned_actors() const {
  std::vector<caf::actor> all;
  const auto add = [&all](const auto& actor) {
    if (actor) all.push_back(caf::actor_cast<caf::actor>(actor));
  };
  for (const auto& one : sign_in_) add(one.actor);
  add(user_desk_.actor);
  add(partners_.store.actor);
  add(keys_.manager.actor);
  add(secrets_desk_);
  add(supplier_);
  for (const auto& one : uin_) add(one.actor);
  for (const auto& one : prid_) add(one.actor);
  for (const auto& one : vid_) add(one.actor);
  for (const auto& one : rid_) add(one.actor);
  for (const auto& one : license_) add(one.actor);
  for (const auto& one : audit_) add(one.actor);
  for (const auto& one : device_desks_) add(one.actor);
  add(device_trust_.actor);
  for (const auto& one : devices_) add(one.actor);
  for (const auto& one : applications_) add(one.actor);
  for (const auto& one : otp_) add(one.actor);
  add(contacts_);
  add(identity_search_.actor);
  for (const auto& one : fetchers_) add(one);
  for (const auto& one : identity_) add(one.actor);
  for (const auto& one : dispatchers_) add(one);
  for (const auto& one : workers_) add(one);
  for (const auto& one : outbox_) add(one.actor);
  for (const auto& one : auth_) add(one);
  add(journal_);
  return all;
}

void Services::fill_pools() {
  caf::scoped_actor self{system_};
  const auto serve = [&](number::Pool pool) {
    bool served = false;
    self->request(supplier_, caf::infinite, number::serve_atom::value, std::move(pool))
        .receive([&](const Result<Done>& result) { served = result.ok(); },
                 [](const caf::error&) {});
    if (!served) throw Problem(exit_unavailable, "a pool of numbers could not be read");
  };
  serve(pool_of("uin", settings_.uin, uin_));
  serve(pool_of("prid", settings_.prid, prid_));
  serve(pool_of("vid", settings_.vid, vid_));
}

void Services::sweep() const {
  for (const auto& one : auth_) caf::anon_send(one, auth::sweep_atom::value);
  caf::anon_send(sign_in_.front().actor, auth::tidy_atom::value);
  for (const auto& one : otp_) caf::anon_send(one.actor, otp::sweep_atom::value);
}

void Services::renew_keys() const {
  caf::anon_send(keys_.manager.actor, keymanager::renew_atom::value);
}

void Services::start_keys() {
  constexpr store::Owner owner{0, store::Service::keymanager};
  const auto ring = keymanager::load_key_ring(store_, owner);
  if (!ring.ok()) throw Problem(exit_unavailable, "the stored keys could not be read");
  keys_.board = std::make_shared<keymanager::KeyBoard>(ring.value());
  keys_.missing =
      checked_keys(*secrets_.keystore, *ring.value(), data_key_aliases(store_), clock_());
  keys_.private_keys = secrets_.private_keys;
  keys_.subject_defaults = settings_.keys.subject_defaults;
  const auto maker = std::make_shared<ServiceKeyMaker>(secrets_.service_keys);
  const auto published = [tokens = token_key_publisher(secrets_, settings_.lifetimes, clock_),
                          maker](const keymanager::KeyRing& now) {
    tokens(now);
    maker->published(now);
  };
  const auto stored_with = [maker, keys = keys_.private_keys](const keymanager::KeyVersion& version,
                                                              store::Transaction& tx) {
    require_token_key(version, *keys);
    maker->stored_with(version, tx);
  };
  const keymanager::Config config{keys_.board,
                                  {keys_.private_keys, std::make_shared<crypto::SystemKeyRandom>(),
                                   settings_.keys.alternative_names},
                                  crypto_->runner(crypto_pool::Speed::slow),
                                  published,
                                  stored_with,
                                  crypto_->runner(crypto_pool::Speed::device),
                                  settings_.keys.limits,
                                  token_key_refusal(settings_.lifetimes, clock_)};
  const auto host = this->host(owner.service, "keymanager", owner.partition, nullptr);
  keys_.manager = {system_.spawn(keymanager::key_manager, config, host, clock_), host.gate};
}

void Services::start_partners() {
  constexpr store::Owner owner{0, store::Service::partner};
  const auto book = partner::load_book(store_, owner);
  if (!book.ok()) throw Problem(exit_unavailable, "the stored certificates could not be read");
  partners_.board = std::make_shared<partner::BookBoard>(book.value());
  partners_.rules = settings_.partners.rules;
  partners_.signer = settings_.partners.signer;
  partners_.chain_domain = settings_.partners.chain_domain;
  const partner::Config config{partners_.board,
                               partners_.rules,
                               keys_.private_keys,
                               std::make_shared<crypto::SystemKeyRandom>(),
                               crypto_->runner(crypto_pool::Speed::slow),
                               crypto_->runner(crypto_pool::Speed::device)};
  const auto host = this->host(owner.service, "partner", owner.partition, nullptr);
  partners_.store = {system_.spawn(partner::partners, config, host, clock_), host.gate};
}

http::Actors Services::actors() const {
  http::Actors out;
  out.keys = keys_;
  out.partners = partners_;
  out.uin = http::Partitions<uin::Actor>{uin_};
  out.prid = http::Partitions<prid::Actor>{prid_};
  out.vid = http::Partitions<vid::Actor>{vid_};
  out.rid = http::Partitions<rid::Actor>{rid_};
  out.license = http::Partitions<license::Actor>{license_};
  out.audits = {http::Partitions<audit::Actor>{audit_}, settings_.audit.rules,
                std::make_shared<const audit::Search>(store_, secrets_.store_key,
                                                      settings_.store.partitions)};
  out.devices = settings_.master_data.devices;
  out.devices.partitions = http::Partitions<device::DeviceActor>{devices_};
  out.devices.trust = device_trust_;
  out.devices.desks = http::Partitions<device::DeviceDesk>{device_desks_};
  out.applications = {http::Partitions<prereg::Actor>{applications_}, secrets_.index_key,
                      std::make_shared<partition::Gate>(settings_.applications.files_max)};
  out.otp = settings_.otp.wire;
  out.otp.rules = settings_.otp.rules;
  out.otp.index_key = secrets_.index_key;
  out.otp.partitions = http::Partitions<otp::Actor>{otp_};
  out.identities = {http::Partitions<identity::Actor>{identity_}, secrets_.index_key,
                    identity_search_};
  out.notification = settings_.outbox.wire;
  out.notification.outboxes = http::Partitions<outbox::Actor>{outbox_};
  out.sign_in = http::Partitions<auth::SignIn>{sign_in_};
  out.user_desk = user_desk_;
  return out;
}

partition::Host Services::host(store::Service service, const char* name, uint16_t partition,
                               const std::shared_ptr<number::Gauges>& gauges) {
  partition::Host host;
  host.owner = {partition, service};
  host.view = &store_;
  host.journal = journal_;
  host.space = &space_;
  static crypto::SystemKeyRandom keys;
  static crypto::SystemRandom public_random;
  host.sealer = std::make_shared<seal::Sealer>(
      secrets_.store_key, keys, seal_nonces_.emplace_back(public_random), host.owner);
  host.trail = audit::Trail{host.sealer, host.owner, settings_.audit.trail};
  host.gate = std::make_shared<partition::Gate>(settings_.requests_per_partition_max);
  watched_.push_back({name, partition, host.gate, host.figures, gauges, host.trail});
  chains_.push_back({host.owner, host.post});
  return host;
}

number::PoolSetting Services::pool_setting(store::Service service, const char* name,
                                           uint16_t partition) {
  number::PoolSetting setting;
  setting.service = name;
  setting.supplier = supplier_;
  setting.host = host(service, name, partition, setting.gauges);
  return setting;
}

number::PoolShare Services::share(const NumberSettings& numbers, uint16_t partition) const {
  return {numbers.rules, partition, settings_.store.partitions, numbers.pool};
}

void Services::stop_deliveries() {
  *deliveries_end_ = true;
  caf::scoped_actor self{system_};
  for (const auto& one : dispatchers_) {
    self->request(one, deliveries_stop_max, outbox::stop_atom::value)
        .receive([](const Result<Done>&) {}, [](const caf::error&) {});
  }
}

void Services::start_key_fetcher() {
  const IssuerSettings& issuers = settings_.external_issuers;
  if (issuers.issuers.empty()) return;
  external_keys_ = std::make_shared<auth::ExternalKeyBoard>(issuers.issuers);
  key_fetcher_ = std::make_unique<auth::KeyFetcher>(
      external_keys_, issuers.times, auth::fetch_by_http(issuers.ca_file, deliveries_end_), clock_);
}

void Services::load_revocations() {
  const int64_t now = epoch_seconds(clock_());
  for (uint16_t i = 0; i < settings_.store.partitions; ++i) {
    const auto revoked = auth::load_revocations(store_, {i, store::Service::auth}, now);
    if (!revoked.ok()) throw Problem(exit_unavailable, "the revoked tokens could not be read");
    board_.publish(revoked.value(), now);
  }
}
}  // namespace startup
