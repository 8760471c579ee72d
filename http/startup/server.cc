// http/startup/server.cc: the order in which a server comes up and goes down.
#include "http/startup/server.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <iterator>
#include <memory>
#include <tuple>
#include <utility>

#include "actors/base/log.h"
#include "actors/notification/notification_rules.h"
#include "crypto/digest.h"
#include "crypto/random.h"
#include "http/console/console_server.h"
#include "http/dev_messages.h"
#include "http/reference_roles.h"
#include "http/request_metrics.h"
#include "http/route_table.h"
#include "http/shell.h"
#include "http/startup/audit_store.h"
#include "http/startup/beside.h"
#include "http/startup/first_import.h"
#include "http/startup/metrics.h"
#include "http/startup/number_settings.h"
#include "http/startup/own_keys.h"
#include "http/startup/prereg_config.h"
#include "http/startup/problem.h"
#include "http/startup/process.h"
#include "http/startup/services.h"
#include "http/startup/version.h"

namespace startup {
namespace {
constexpr unsigned sweep_every_seconds = 60;
constexpr unsigned renew_keys_every_seconds = 3600;
/// A call of a token may take so long after the drain, also when that took all its time.
constexpr std::chrono::seconds device_call_patience{1};
/// Beside a call that hangs: a partition waits seal::ServiceKeys::wait_max for it at most, then
/// writes what it has to.
constexpr std::chrono::seconds actors_end_max{10};

/// Keys of others: pre-registration's own are none.
bool is_unknown(const std::string& line, const http::Prereg& prereg) {
  const std::string key = line.substr(0, line.find(" ("));
  if (keymanager::key_of_alternative_names(key)) return false;
  return !prereg.board || !prereg.board->settings()->values.contains(key);
}

/// Who may call which route. Throws Problem when nobody may call one.
std::vector<http::ResolvedAccess> access_of(const config::Config& config, const Settings& settings,
                                            auth::RoleTable& table) {
  const auto roles_of = [&](std::string_view property) { return http::roles_of(config, property); };
  try {
    auto access = http::resolve_access(http::routes(), roles_of, table);
    http::open_operations(http::routes(), settings.open_operations, access);
    return access;
  } catch (const std::invalid_argument& fault) {
    throw Problem(exit_config, fault.what());
  }
}

/// Of each step of opening the keystore and the server's own keys: keys that are made, listed or
/// looked for have six times the limit of other calls. Nothing where no token can hang.
std::optional<std::chrono::milliseconds> keystore_step_max(const config::Config& config) {
  if (config.text("mosip.kernel.keymanager.hsm.keystore-type") != "PKCS11") return std::nullopt;
  return 6 * std::chrono::milliseconds{config.integer("idkernel.hsm.call-timeout-ms")};
}

/// What an operator should know of settings that are nevertheless obeyed.
std::vector<std::string> warnings_of(const config::Config& config, const Settings& settings) {
  auto warnings = never_filled(settings);
  for (auto& warning : http::reference_role_warnings(config)) warnings.push_back(warning);
  for (const std::string& name : settings.open_operations)
    warnings.push_back(name + " is open: whoever reaches the API may call it without a token");
  if (settings.otp.fixed_code)
    warnings.emplace_back("mosip.kernel.auth.proxy-otp: every one-time code is the same");
  if (!settings.admin.reset_needs_otp)
    warnings.emplace_back(
        "admin.resetpassword.require-otp=false: anybody may set anybody's password");
  const char* const lost = "=log: messages, one-time codes among them, are thrown away";
  if (settings.outbox.sms == Delivery::log && settings.outbox.wire.sends_sms)
    warnings.push_back(std::string{"mosip.kernel.sms.gateway"} + lost);
  const auto& smtp = settings.outbox.smtp;
  if (settings.outbox.wire.sends_mail && !notification::is_address(smtp.from))
    warnings.emplace_back(
        "mosip.kernel.notification.email.from is no address: no mail is delivered");
  const bool may_be_clear = !smtp.tls_from_the_start && !smtp.starttls_required;
  if (settings.outbox.email == Delivery::provider && smtp.sign_in && may_be_clear)
    warnings.emplace_back(
        "spring.mail.properties.mail.smtp.auth without starttls.required: the password may be sent "
        "in clear");
  if (settings.outbox.email == Delivery::log && settings.outbox.wire.sends_mail)
    warnings.push_back(std::string{"idkernel.email.provider"} + lost);
  return warnings;
}

void add_access_fault(const config::Config& config, const Settings& settings,
                      std::vector<std::string>& problems) {
  try {
    auth::RoleTable table;
    access_of(config, settings, table);
  } catch (const Problem& problem) {
    problems.emplace_back(problem.what());
  }
}

/// What a start would find wrong with the files that the settings name.
void add_file_faults(const Settings& settings, const config::Config& config,
                     std::vector<std::string>& problems) {
  if (auto fault = master_key_fault(settings, config); !fault.empty()) {
    problems.push_back(std::move(fault));
  }
  if (!settings.api_transport.tls) return;
  for (const auto& fault : http::transport::tls_faults(*settings.api_transport.tls)) {
    problems.push_back("TLS: " + fault);
  }
}

/// One running server. Members are destroyed in the reverse order: sockets before actors before the
/// store.
class Server {
 public:
  Server(const config::Config& config, Settings settings)
      : config_(config), settings_(std::move(settings)) {}

  /// Whatever ends a server, run or give_up was there before.
  ~Server() {
    if (services_) std::ignore = services_->stop_crypto(crypto_pool::Pool::Time::max());
    take_apart();
  }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  void start() {
    // A --dev key is made inside the data directory, which must first prove to be a development
    // store.
    auto master = settings_.dev ? nullptr : master_key(settings_, config_);
    open_store();
    if (settings_.dev) master = master_key(settings_, config_);
    space_ = std::make_unique<store::FreeSpace>(settings_.store.dir, settings_.free_bytes_min);
    secrets_ = open_secrets(master, *store_, *store_);
    do_beside(keystore_step_max(config_), [this](const Step& step) {
      open_own_keys(secrets_, config_, settings_, *store_, system_now(), step);
    });
    refuse_lost_chains(settings_, *store_);
    salts_ = import_first(config_, settings_, secrets_, *store_);
    claim_values(settings_, secrets_, *store_);
    services_ =
        std::make_unique<Services>(settings_, secrets_, *store_, *space_, Clock{system_now});
    do_beside({}, [this](const Step&) {
      services_->start();
      services_->start_archive();
      if (settings_.dev) services_->boot_keys();
    });
    listen();
    open_console();
  }

  /// After an exception of start or run. Ends the process with its reason when a token holds up the
  /// end: a job of the crypto pool or the closing of the keystore waits for it. Else all is closed.
  void give_up(const std::exception& reason) {
    const auto limit = std::chrono::steady_clock::now() + device_call_patience;
    if (services_ && services_->stop_crypto(limit) != crypto_pool::Left::nothing) die_of(reason);
    take_apart();
    if (!close_keystore()) die_of(reason);
  }

  /// Until a signal ends it.
  void run(const sigset_t& signals) {
    services_->renew_keys();  // What came due while no server ran.
    for (unsigned seconds = 1;; ++seconds) {
      const timespec second{1, 0};
      const int number = sigtimedwait(&signals, nullptr, &second);
      space_->tick();
      if (seconds % sweep_every_seconds == 0) services_->sweep();
      if (seconds % renew_keys_every_seconds == 0) services_->renew_keys();
      if (number == SIGHUP) reload();
      if (number == SIGTERM || number == SIGINT) break;
    }
    const auto limit = std::chrono::steady_clock::now() + settings_.drain_timeout;
    say("draining: no new requests, waiting for those in flight");
    ready_ = false;
    if (!api_->drain(settings_.drain_timeout)) {
      logging::warning("requests were still in flight when the drain ended");
    }
    console_.reset();
    api_->stop();
    management_->stop();
    end_actors(std::max(limit, std::chrono::steady_clock::now() + device_call_patience));
    if (!close_keystore()) {
      logging::error("the token does not answer: its sessions are not closed");
      store_.reset();
      say("stopped");
      std::_Exit(exit_ok);
    }
    say("stopped");
  }

 private:
  /// Before what their callbacks refer to goes. A request that was still in flight is dropped here.
  void end_actors(crypto_pool::Pool::Time limit) {
    services_->stop_archive();
    services_->stop_deliveries();
    const auto left = services_->stop_crypto(limit);
    if (left != crypto_pool::Left::nothing) end_beside(left);
    take_apart();
  }

  /// All that uses the keystore, what answers before what it asks: answers that come now would be
  /// rendered from a context that is gone. The crypto pool has stopped.
  void take_apart() {
    console_.reset();
    if (services_) services_->stop_archive();
    if (context_.gateway) context_.gateway->end();
    management_.reset();
    collected_.reset();
    sources_.reset();
    api_.reset();
    shell_.reset();
    context_.gateway.reset();
    context_.actors = {};
    context_.issuer = {};
    context_.make_verifier = {};
    services_.reset();
  }

  /// False when its token does not answer; it is left as it is then.
  bool close_keystore() {
    const auto secrets = std::make_shared<Secrets>(std::exchange(secrets_, {}));
    return ends_within(device_call_patience, [secrets] { *secrets = {}; });
  }

  [[noreturn]] static void die_of(const std::exception& reason) {
    const auto* problem = dynamic_cast<const Problem*>(&reason);
    std::cerr << "idkernel: " << reason.what() << std::endl;
    std::_Exit(problem == nullptr ? exit_unavailable : problem->exit_code());
  }

  /// A call of the PKCS#11 library has not returned, or another job of the pool. Its thread cannot
  /// be ended, and when it comes back at last it goes on with what its job holds: keys, a reply,
  /// this server's context. So none of that is destroyed. The actors that use the store end; it is
  /// no part of a job that calls a token, and is closed unless another job is left, which may read
  /// it: what was answered is durable all the same. The process goes without destructors and exit
  /// handlers; those of the library would wait for the call, too.
  [[noreturn]] void end_beside(crypto_pool::Left left) {
    const bool only_calls = left == crypto_pool::Left::device_call;
    logging::error(only_calls ? "the token does not answer: its call is given up with the process"
                              : "a job of the crypto pool is given up with the process");
    context_.gateway->end();
    const auto limit = std::chrono::steady_clock::now() + actors_end_max;
    if (services_->end_beside_a_job(limit) && only_calls) store_.reset();
    say("stopped");
    std::_Exit(exit_ok);
  }

  void open_store() {
    auto store = store::RocksStore::open(settings_.store);
    if (!store.ok()) throw Problem(exit_unavailable, store.error().text);
    store_ = std::move(store).value();
  }

  void make_context() {
    crypto::SystemRandom random;
    context_.wire = {system_now, settings_.ver_keys, settings_.statuses, settings_.access_log,
                     request_metrics_.get()};
    context_.tokens = settings_.tokens;
    context_.cors = settings_.cors;
    context_.trusted_proxies = settings_.trusted_proxies;
    context_.gateway = std::make_unique<http::Gateway>(services_->system());
    context_.actors = services_->actors();
    const crypto_pool::Pool& pool = services_->crypto();
    context_.pool = {pool.lane(crypto_pool::Speed::fast), pool.lane(crypto_pool::Speed::slow),
                     pool.lane(crypto_pool::Speed::device)};
    context_.request_timeout = settings_.api_transport.limits.request_timeout;
    context_.actors.token_ids = std::make_shared<const token_id::TokenIds>(
        salts_, settings_.token_id_digits, crypto::sha256);
    context_.actors.applicant_types = settings_.master_data.applicant_types;
    context_.actors.signing = settings_.signing;
    cryptomanager::Config crypto_manager = settings_.crypto_manager;
    crypto_manager.private_keys = context_.actors.keys.private_keys;
    crypto_manager.public_keys = context_.actors.signing.public_keys;
    context_.actors.crypto_manager =
        std::make_shared<const cryptomanager::CryptoManager>(std::move(crypto_manager));
    context_.admin = settings_.admin.wire;
    context_.prereg = settings_.prereg;
    context_.issuer = {settings_.apps, settings_.token_rules, secrets_.token_keys};
    context_.by_address = std::make_unique<http::RateLimit>(settings_.by_address, random.next());
    context_.by_subject = std::make_unique<http::RateLimit>(settings_.by_subject, random.next());
    context_.by_caller = std::make_unique<http::RateLimit>(settings_.by_caller, random.next());
  }

  /// What verifiers go by; the routes' role names get their bits here.
  std::vector<http::ResolvedAccess> make_trust() {
    auto trust = std::make_shared<auth::Trust>();
    trust->keys = secrets_.token_keys;
    token_checks_ = trust->figures;
    trust->rules = settings_.token_rules;
    trust->external = services_->external_keys();
    auto access = access_of(config_, settings_, trust->roles);
    context_.users.roles.any_of =
        trust->roles.set_of(http::roles_of(config_, "idkernel.role.user-details"));
    context_.users.role_names = trust->roles.names();
    context_.users.page_max =
        static_cast<uint64_t>(config_.integer("mosip.keycloak.max-no-of-users"));
    context_.make_verifier = [this, trust = std::shared_ptr<const auth::Trust>{std::move(trust)}] {
      return std::make_unique<auth::Verifier>(trust, services_->board(),
                                              settings_.token_cache_entries);
    };
    return access;
  }

  void listen() {
    registry_ = std::make_shared<prometheus::Registry>();
    request_metrics_ = std::make_unique<http::RequestMetrics>(*registry_, http::routes());
    make_context();
    shell_ = std::make_unique<http::Shell>(context_, http::routes(), make_trust());

    auto options = settings_.api_transport;
    options.id_header = "X-Request-Id";
    options.on_error = [this](const http::transport::OwnAnswer& own) {
      return shell_->transport_failure(own);
    };
    options.on_silent = [this](uint64_t tag, std::string_view sent_id) {
      return shell_->silence(tag, sent_id);
    };
    api_ = std::make_unique<http::transport::Server>(std::move(options), std::ref(*shell_));

    sources_ = std::make_unique<MetricSources>(
        MetricSources{settings_, *services_, *store_, *space_, *api_, context_, token_checks_});
    collected_ = collected(*sources_);
    management_ = std::make_unique<http::transport::Server>(settings_.management_transport,
                                                            http::Management{management_sources()});
    management_->start();
    api_->start();
    say(fmt::format("API on {}://{}:{}", settings_.api_transport.tls ? "https" : "http",
                    settings_.api.host, api_->port()));
    say(fmt::format("management on http://{}:{}", settings_.management.host, management_->port()));
    ready_ = true;
  }

  void open_console() {
    std::string why;
    auto listening = console::listen_in(settings_.store.dir, why);
    if (!listening) throw Problem(exit_unavailable, why);
    const auto desk = std::make_shared<const console::Desk>(services_->console_parts());
    console_ = std::make_unique<console::ConsoleServer>(
        settings_.store.dir, std::move(listening),
        [desk](std::string_view order, const console::Send& send) {
          return desk->carry_out(order, send);
        });
  }

  http::ManagementSources management_sources() {
    http::ManagementSources sources;
    sources.health = [this] { return health_of(*sources_); };
    sources.ready = [this] { return ready_.load() && !space_->low(); };
    sources.metrics = [this] {
      auto all = registry_->Collect();
      auto more = collected_->Collect();
      all.insert(all.end(), std::make_move_iterator(more.begin()),
                 std::make_move_iterator(more.end()));
      return all;
    };
    sources.version = program_version;
    if (settings_.dev) {
      sources.dev_messages = [this](std::string_view query, http::transport::Reply reply) {
        http::answer_dev_messages(*context_.gateway, context_.actors.notification.outboxes, query,
                                  std::move(reply));
      };
    }
    return sources;
  }

  void reload() {
    secrets_.keystore->try_pin_again();
    reload_certificates();
  }

  void reload_certificates() {
    if (!settings_.api_transport.tls) return;
    const std::string wrong = api_->reload_tls();
    if (wrong.empty()) return logging::info("certificates reloaded");
    logging::error("certificates not reloaded, the old ones stay: " + wrong);
  }

  const config::Config& config_;
  Settings settings_;
  std::atomic<bool> ready_{false};
  Secrets secrets_;
  token_id::Salts salts_;
  std::unique_ptr<store::RocksStore> store_;
  std::unique_ptr<store::FreeSpace> space_;
  std::unique_ptr<Services> services_;
  std::shared_ptr<prometheus::Registry> registry_;
  std::unique_ptr<http::RequestMetrics> request_metrics_;
  http::Context context_;
  std::shared_ptr<const auth::VerifyFigures> token_checks_;
  std::unique_ptr<http::Shell> shell_;
  std::unique_ptr<http::transport::Server> api_;
  std::unique_ptr<MetricSources> sources_;
  std::shared_ptr<http::Collected> collected_;
  std::unique_ptr<http::transport::Server> management_;
  std::unique_ptr<console::ConsoleServer> console_;
};

int refuse(const std::vector<std::string>& problems) {
  for (const std::string& problem : problems) std::cerr << "idkernel: " << problem << '\n';
  return exit_config;
}
}  // namespace

int serve(const Arguments& arguments) {
  const sigset_t signals = block_signals();
  raise_descriptor_limit();
  auto loaded = config::load(sources_of(arguments));
  if (!loaded.problems.empty()) return refuse(loaded.problems);
  std::vector<std::string> problems;
  Settings settings = settings_of(loaded.config, arguments, problems);
  add_access_fault(loaded.config, settings, problems);
  if (!problems.empty()) return refuse(problems);
  log_to_stdout(loaded.config.text("idkernel.log.level"));
  for (const std::string& warning : warnings_of(loaded.config, settings)) logging::warning(warning);
  try {
    Server server{loaded.config, std::move(settings)};
    try {
      server.start();
      if (arguments.dev) {
        say("development server: sample users and secrets, data in " +
            (arguments.data_dir.empty() ? "./data" : arguments.data_dir));
      }
      say("ready");
      server.run(signals);
    } catch (const std::exception& reason) {
      server.give_up(reason);
      throw;
    }
    return exit_ok;
  } catch (const Problem& problem) {
    std::cerr << "idkernel: " << problem.what() << '\n';
    return problem.exit_code();
  } catch (const std::exception& e) {
    std::cerr << "idkernel: " << e.what() << '\n';
    return exit_unavailable;
  }
}

int check_config(const Arguments& arguments) {
  auto loaded = config::load(sources_of(arguments));
  auto problems = loaded.problems;
  http::Prereg prereg;
  if (problems.empty()) {
    const Settings settings = settings_of(loaded.config, arguments, problems);
    add_access_fault(loaded.config, settings, problems);
    add_file_faults(settings, loaded.config, problems);
    prereg = settings.prereg;
    for (const std::string& warning : warnings_of(loaded.config, settings))
      say("warning: " + warning);
  }
  for (const std::string& key : loaded.unknown)
    if (is_unknown(key, prereg)) say("unknown key: " + key);
  for (const std::string& problem : problems) say("problem: " + problem);
  say(problems.empty() ? "the configuration is good" : "a server would not start");
  return problems.empty() ? exit_ok : exit_config;
}
}  // namespace startup
