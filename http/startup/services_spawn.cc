// http/startup/services_spawn.cc: which actor is given what.
#include "actors/identity/identity_contacts.h"
#include "actors/identity/repository_fetch.h"
#include "actors/outbox/providers/providers.h"
#include "actors/seal/sealer.h"
#include "actors/uin/uin_partition.h"
#include "crypto/random.h"
#include "http/startup/problem.h"
#include "http/startup/services.h"

namespace startup {
namespace {
/// Sign-in actors hold no state but a cache; two let one render while the other asks.
constexpr size_t sign_in_actors = 2;
/// So with the desks of devices.
constexpr size_t device_desks = 2;

/// A hash that no password matches, of the same cost as a real one: unknown names take as long as
/// known ones.
std::string dummy_hash(const crypto::Argon2Params& params) {
  crypto::SystemKeyRandom random;
  auto hash = crypto::hash_password(crypto::uuid_v4(random), random, params);
  if (!hash.ok()) throw Problem(exit_config, "auth.argon2.*: no password can be hashed so");
  return std::move(hash).value();
}
}  // namespace

void Services::spawn_numbers() {
  for (uint16_t i = 0; i < settings_.store.partitions; ++i) {
    const auto uin = pool_setting(store::Service::uin, "uin", i);
    uin_.push_back({system_.spawn(uin::partition_with_timeout, share(settings_.uin, i),
                                  settings_.uin_issued_timeout, uin, clock_),
                    uin.host.gate});
    const auto prid = pool_setting(store::Service::prid, "prid", i);
    prid_.push_back(
        {system_.spawn(prid::partition, share(settings_.prid, i), prid, clock_), prid.host.gate});
    const auto vid = pool_setting(store::Service::vid, "vid", i);
    vid_.push_back({system_.spawn(vid::partition, share(settings_.vid, i),
                                  settings_.vid_release_after, vid, clock_),
                    vid.host.gate});
    const auto rid = host(store::Service::rid, "rid", i, nullptr);
    rid_.push_back({system_.spawn(rid::partition, settings_.rid, rid, clock_), rid.gate});
  }
}

void Services::spawn_licenses() {
  static crypto::SystemKeyRandom source;
  for (uint16_t i = 0; i < settings_.store.partitions; ++i) {
    const auto host = this->host(store::Service::license, "license", i, nullptr);
    license::Config config{settings_.license,
                           {i, settings_.store.partitions},
                           std::make_shared<crypto::BufferedRandom>(source)};
    license_.push_back(
        {system_.spawn(license::partition, std::move(config), host, clock_), host.gate});
  }
}

void Services::spawn_audits() {
  for (uint16_t i = 0; i < settings_.store.partitions; ++i) {
    const auto host = this->host(store::Service::audit, "audit", i, nullptr);
    audit_.push_back({system_.spawn(audit::partition, host, clock_), host.gate});
  }
}

void Services::spawn_devices() {
  static crypto::SystemKeyRandom source;
  const auto& types = settings_.master_data.devices.types;
  device::DeskConfig desk{types, settings_.master_data.has_device_white_list, {}, {}, nullptr};
  for (uint16_t i = 0; i < settings_.store.partitions; ++i) {
    const auto host = this->host(store::Service::device, "device", i, nullptr);
    devices_.push_back({system_.spawn(device::partition, host, clock_), host.gate});
    desk.partitions.push_back(devices_.back().actor);
  }
  constexpr store::Owner owner{0, store::Service::master_data};
  const auto host = this->host(owner.service, "master_data", owner.partition, nullptr);
  device::TrustConfig trust{types, std::make_shared<crypto::BufferedRandom>(source)};
  device_trust_ = {system_.spawn(device::trust, std::move(trust), host, clock_), host.gate};
  desk.trust = device_trust_.actor;
  for (size_t i = 0; i < device_desks; ++i) {
    desk.random = std::make_shared<crypto::BufferedRandom>(source);
    device_desks_.push_back(
        {system_.spawn(device::device_desk, desk),
         std::make_shared<partition::Gate>(settings_.requests_per_partition_max)});
  }
}

void Services::spawn_applications() {
  static crypto::SystemKeyRandom source;
  for (uint16_t i = 0; i < settings_.store.partitions; ++i) {
    const auto host = this->host(store::Service::prereg, "prereg", i, nullptr);
    prereg::Config config;
    if (!prid_.empty()) config.prids = prid_[i].actor;
    config.random = std::make_shared<crypto::BufferedRandom>(source);
    config.page_rows = settings_.applications.page_rows;
    applications_.push_back(
        {system_.spawn(prereg::partition, std::move(config), host, clock_), host.gate});
  }
}

void Services::spawn_otp() {
  static crypto::SystemKeyRandom source;
  for (uint16_t i = 0; i < settings_.store.partitions; ++i) {
    const store::Owner owner{i, store::Service::otp};
    const auto host = this->host(store::Service::otp, "otp", i, nullptr);
    otp::Config config;
    config.rules = settings_.otp.rules;
    config.index_key = secrets_.index_key;
    config.random = std::make_shared<crypto::BufferedRandom>(source);
    config.fixed_code = settings_.otp.fixed_code;
    config.queue = std::make_shared<outbox::Queue>(queue_parts(owner, host.sealer));
    otp_.push_back({system_.spawn(otp::partition, std::move(config), host, clock_), host.gate});
  }
}

void Services::spawn_identities() {
  identity::ContactsConfig config;
  config.index_key = secrets_.index_key;
  for (uint16_t i = 0; i < settings_.store.partitions; ++i) {
    const auto host = this->host(store::Service::identity, "identity", i, nullptr);
    identity_.push_back({system_.spawn(identity::partition, host, clock_), host.gate});
    config.partitions.push_back(identity_.back().actor);
  }
  spawn_identity_search(config);
  config.search = identity_search_.actor;
  contacts_ = system_.spawn(identity::contacts, std::move(config));
}

// An operator's command asks nobody elsewhere: it has no outbox, which starts libcurl.
void Services::spawn_identity_search(const identity::ContactsConfig& directory) {
  const RepositorySettings& from = settings_.repository;
  if (from.repository.url.empty() || outbox_.empty()) return;
  const auto fetch = identity::fetch_by_http(from.repository, deliveries_end_);
  for (size_t i = 0; i < from.workers; ++i)
    fetchers_.push_back(system_.spawn<caf::detached>(identity::fetcher, fetch));
  repository_state_ = std::make_shared<identity::RepositoryState>();
  identity::SearchConfig config{directory.index_key, directory.partitions, fetchers_, from.rules,
                                repository_state_};
  identity_search_ = {system_.spawn(identity::search, std::move(config), clock_),
                      std::make_shared<partition::Gate>(settings_.requests_per_partition_max)};
}

outbox::Dispatcher Services::spawn_dispatcher(outbox::Channel channel, Delivery delivery) {
  outbox::TransferLimits limits = settings_.outbox.transfers;
  limits.ending = deliveries_end_;
  const auto provider = [&]() -> std::shared_ptr<outbox::Provider> {
    if (delivery == Delivery::log) return std::make_shared<outbox::LogProvider>();
    if (delivery == Delivery::capture) return std::make_shared<outbox::CaptureProvider>();
    if (channel == outbox::Channel::sms)
      return std::make_shared<outbox::SmsProvider>(settings_.outbox.gateway, limits);
    return std::make_shared<outbox::SmtpProvider>(settings_.outbox.smtp, limits);
  };
  outbox::DispatcherConfig config;
  config.channel = channel;
  config.breaker = settings_.outbox.breaker;
  // Nothing that blocks needs no thread of its own.
  const bool blocks = delivery == Delivery::provider;
  for (size_t i = 0; i < (blocks ? settings_.outbox.workers : 1); ++i) {
    config.workers.push_back(blocks ? system_.spawn<caf::detached>(outbox::worker, provider())
                                    : system_.spawn(outbox::worker, provider()));
  }
  workers_.insert(workers_.end(), config.workers.begin(), config.workers.end());
  providers_.push_back({channel, config.state});
  dispatchers_.push_back(system_.spawn(outbox::dispatcher, std::move(config), clock_));
  return dispatchers_.back();
}

void Services::spawn_outbox() {
  static crypto::SystemKeyRandom source;
  outbox::begin_transfers();
  outbox::Config config;
  config.sms = spawn_dispatcher(outbox::Channel::sms, settings_.outbox.sms);
  config.email = spawn_dispatcher(outbox::Channel::email, settings_.outbox.email);
  for (uint16_t i = 0; i < settings_.store.partitions; ++i) {
    const store::Owner owner{i, store::Service::outbox};
    auto host = this->host(owner.service, "outbox", i, nullptr);
    // Deliveries free space: they go on when it is low.
    config.space = std::exchange(host.space, nullptr);
    waiting_.push_back(std::make_shared<outbox::Waiting>(settings_.outbox.waiting_max));
    outbox::Parts& parts = config.parts;
    parts.rules = settings_.outbox.rules;
    parts.partition = i;
    parts.view = &store_;
    parts.store_key = secrets_.store_key;
    parts.sealer = host.sealer;
    parts.random = std::make_shared<crypto::BufferedRandom>(source);
    parts.waiting = waiting_.back();
    parts.figures = message_figures_;
    outbox_.push_back({system_.spawn(outbox::partition, config, host, clock_), host.gate});
    caf::anon_send(outbox_.back().actor, outbox::tick_atom::value);
  }
}

outbox::QueueParts Services::queue_parts(store::Owner owner,
                                         std::shared_ptr<seal::Sealer> sealer) const {
  static crypto::SystemKeyRandom source;
  auto random = std::make_shared<crypto::BufferedRandom>(source);
  // An operator's command delivers nothing, so it queues nothing.
  if (outbox_.empty())
    return {owner.service, std::move(sealer), std::move(random),
            std::make_shared<outbox::Waiting>(0), [] {}};
  const auto poke = [to = outbox_[owner.partition].actor] {
    caf::anon_send(to, outbox::poke_atom::value);
  };
  return {owner.service, std::move(sealer), std::move(random), waiting_[owner.partition], poke};
}

void Services::spawn_auth() {
  const std::string dummy = dummy_hash(settings_.argon2);
  for (uint16_t i = 0; i < settings_.store.partitions; ++i) {
    const store::Owner owner{i, store::Service::auth};
    auth::PartitionConfig config;
    config.accounts = {settings_.lockout, dummy, settings_.admin.registration};
    config.lifetimes = settings_.lifetimes;
    const auto host = this->host(owner.service, "auth", i, nullptr);
    config.sealer = host.sealer;
    config.queue = std::make_shared<outbox::Queue>(queue_parts(owner, host.sealer));
    auth_.push_back(system_.spawn(auth::partition, std::move(config), host, clock_));
  }
  auth::SecretDeskConfig secrets;
  secrets.slow = crypto_->slow();
  secrets.failures = settings_.client_failures;
  secrets.cache_seconds = settings_.client_secret_cache_seconds;
  secrets.random = std::make_shared<crypto::SystemRandom>();
  secrets.refused = refused_secrets_;
  secrets_desk_ = system_.spawn(auth::secret_desk, std::move(secrets));
  spawn_sign_in();
  spawn_user_desk();
}

void Services::spawn_sign_in() {
  crypto::SystemRandom random;
  const std::string start_id = crypto::uuid_v4(random);
  for (size_t i = 0; i < sign_in_actors; ++i) {
    auth::SignInConfig config;
    config.apps = settings_.apps;
    config.rules = settings_.token_rules;
    config.password_policy = settings_.admin.password_policy;
    config.reset_needs_otp = settings_.admin.reset_needs_otp;
    config.registration = settings_.admin.registration;
    config.code_context = settings_.admin.wire.code_context;
    config.start_id = start_id;
    config.lifetimes = settings_.lifetimes;
    config.keys = secrets_.token_keys;
    config.external = external_keys_;
    config.index_key = secrets_.index_key;
    config.partitions = auth_;
    config.fast = crypto_->fast();
    config.slow = crypto_->slow();
    config.secrets = secrets_desk_;
    config.delivery = settings_.otp.delivery;
    for (const auto& one : otp_) config.otp.push_back(one.actor);
    config.board = &board_;
    config.identities = contacts_;
    config.random = std::make_shared<crypto::SystemRandom>();
    config.clock = clock_;
    const auto gate = std::make_shared<partition::Gate>(settings_.requests_per_partition_max);
    sign_in_.push_back({system_.spawn(auth::sign_in, std::move(config)), gate});
    watched_.push_back({"sign_in", static_cast<uint16_t>(i), gate,
                        std::make_shared<partition::Figures>(), nullptr});
  }
}

void Services::spawn_user_desk() {
  auth::UserDeskConfig config{settings_.apps, secrets_.index_key, auth_,
                              std::make_shared<crypto::SystemRandom>()};
  const auto gate = std::make_shared<partition::Gate>(settings_.requests_per_partition_max);
  user_desk_ = {system_.spawn(auth::user_desk, std::move(config)), gate};
  watched_.push_back({"user_desk", 0, gate, std::make_shared<partition::Figures>(), nullptr});
}
}  // namespace startup
