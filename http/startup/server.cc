// http/startup/server.cc: the order in which a server comes up and goes down.
#include "http/startup/server.h"

#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <csignal>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>

#include "actors/auth/bootstrap_import.h"
#include "actors/base/log.h"
#include "crypto/digest.h"
#include "crypto/random.h"
#include "http/request_metrics.h"
#include "http/route_table.h"
#include "http/shell.h"
#include "http/startup/dev_bootstrap.h"
#include "http/startup/metrics.h"
#include "http/startup/problem.h"
#include "http/startup/services.h"
#include "http/startup/version.h"

namespace startup {
namespace {
constexpr unsigned sweep_every_seconds = 60;

config::Loaded loaded_config(const Arguments& arguments) {
  return config::load({arguments.config_files, config::process_environment(), arguments.sets});
}

void say(const std::string& line) {
  std::fputs((line + '\n').c_str(), stdout);
  std::fflush(stdout);
}

void log_to_stdout(const std::string& level) {
  const auto logger = spdlog::stdout_logger_mt("idkernel");
  logger->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %l %v");
  logger->set_level(spdlog::level::from_str(level));
  logger->flush_on(spdlog::level::info);
  logging::set_sink([logger](logging::Level at, std::string_view line) {
    constexpr spdlog::level::level_enum levels[] = {spdlog::level::debug, spdlog::level::info,
                                                    spdlog::level::warn, spdlog::level::err};
    logger->log(levels[static_cast<size_t>(at)], line);
  });
}

/// Signals are taken by sigtimedwait alone: no thread of ours is ever interrupted by one.
sigset_t block_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int number : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&set, number);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  signal(SIGPIPE, SIG_IGN);
  return set;
}

auth::Bootstrap parsed(std::string_view text, const std::string& where) {
  auto bootstrap = auth::parse_bootstrap(text);
  if (!bootstrap.ok()) {
    throw Problem(exit_config, "bootstrap " + where + ": " + bootstrap.error().text);
  }
  return std::move(bootstrap).value();
}

/// What the first start imports: the file named, or the sample identities under --dev.
std::optional<auth::Bootstrap> bootstrap_of(const Settings& settings) {
  if (settings.bootstrap_file.empty()) {
    if (settings.dev) return parsed(dev_bootstrap_json, "for --dev");
    return std::nullopt;
  }
  std::ifstream file{settings.bootstrap_file, std::ios::binary};
  if (!file) throw Problem(exit_config, "bootstrap " + settings.bootstrap_file + " cannot be read");
  std::string text{std::istreambuf_iterator<char>{file}, {}};
  auto bootstrap = parsed(text, settings.bootstrap_file);
  crypto::wipe(std::as_writable_bytes(std::span{text}));
  return bootstrap;
}

bool has_users(const store::View& view) {
  const auto record = view.get({0, store::Service::auth}, auth::import_record);
  if (!record.ok()) throw Problem(exit_unavailable, "the store cannot be read");
  return record.value().has_value();
}

/// Who may call which route. Throws Problem when nobody may call one.
std::vector<http::ResolvedAccess> access_of(const config::Config& config, auth::RoleTable& table) {
  const auto roles_of = [&](std::string_view property) {
    const std::string* value = config.find(property);
    return value == nullptr ? std::vector<std::string>{} : config::split_list(*value);
  };
  try {
    return http::resolve_access(http::routes(), roles_of, table);
  } catch (const std::invalid_argument& fault) {
    throw Problem(exit_config, fault.what());
  }
}

void add_access_fault(const config::Config& config, std::vector<std::string>& problems) {
  try {
    auth::RoleTable table;
    access_of(config, table);
  } catch (const Problem& problem) {
    problems.emplace_back(problem.what());
  }
}

/// One running server. Members are destroyed in the reverse order: sockets before actors before the
/// store.
class Server {
 public:
  Server(const config::Config& config, Settings settings)
      : config_(config), settings_(std::move(settings)) {}

  /// Answers that come now would be rendered from a context that is being taken apart.
  ~Server() {
    if (context_.gateway) context_.gateway->end();
  }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  void start() {
    const auto master = master_key(settings_, config_);
    open_store();
    space_ = std::make_unique<store::FreeSpace>(settings_.store.dir, settings_.free_bytes_min);
    secrets_ = open_secrets(master, *store_, *store_, system_now());
    import();
    services_ =
        std::make_unique<Services>(settings_, secrets_, *store_, *space_, Clock{system_now});
    services_->fill_pools();
    listen();
  }

  /// Until a signal ends it.
  void run(const sigset_t& signals) {
    for (unsigned seconds = 1;; ++seconds) {
      const timespec second{1, 0};
      const int number = sigtimedwait(&signals, nullptr, &second);
      space_->tick();
      if (seconds % sweep_every_seconds == 0) services_->sweep();
      if (number == SIGHUP) reload_certificates();
      if (number == SIGTERM || number == SIGINT) break;
    }
    say("draining: no new requests, waiting for those in flight");
    ready_ = false;
    if (!api_->drain(settings_.drain_timeout)) {
      logging::warning("requests were still in flight when the drain ended");
    }
    api_->stop();
    management_->stop();
    say("stopped");
  }

 private:
  void open_store() {
    auto store = store::RocksStore::open(settings_.store);
    if (!store.ok()) throw Problem(exit_unavailable, store.error().text);
    store_ = std::move(store).value();
  }

  void import() {
    auto bootstrap = bootstrap_of(settings_);
    if (!bootstrap && !has_users(*store_)) {
      throw Problem(exit_config,
                    "the store has no users or clients: give the first ones with --bootstrap FILE "
                    "(README, \"Bootstrap\")");
    }
    salts_ = token_id_salts(config_, bootstrap ? &*bootstrap : nullptr, *secrets_.master, *store_,
                            *store_);
    if (!bootstrap) return;
    crypto::SystemRandom random;
    crypto::SystemKeyRandom key_random;
    const auto outcome =
        auth::import_bootstrap(std::move(*bootstrap),
                               {settings_.store.partitions, *secrets_.index_key, secrets_.master,
                                random, key_random, system_now(), settings_.argon2},
                               *store_, *store_);
    if (!outcome.ok()) throw Problem(exit_config, "bootstrap: " + outcome.error().text);
    const bool ignored = outcome.value() == auth::ImportOutcome::already_imported;
    if (ignored && !settings_.bootstrap_file.empty()) {
      logging::warning(
          "the store has its users and clients already: the bootstrap file was not used");
    }
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
    context_.actors.token_ids = std::make_shared<const token_id::TokenIds>(
        salts_, settings_.token_id_digits, crypto::sha256);
    auto jwks = secrets_.token_keys->jwks();
    if (!jwks.ok()) throw Problem(exit_config, "the token keys cannot be used");
    context_.issuer = {settings_.apps, settings_.token_rules, std::move(jwks).value()};
    context_.by_address = std::make_unique<http::RateLimit>(settings_.by_address, random.next());
    context_.by_subject = std::make_unique<http::RateLimit>(settings_.by_subject, random.next());
    context_.by_caller = std::make_unique<http::RateLimit>(settings_.by_caller, random.next());
  }

  /// What verifiers go by; the routes' role names get their bits here.
  std::vector<http::ResolvedAccess> make_trust() {
    auto trust = std::make_shared<auth::Trust>();
    auto keys = secrets_.token_keys->verify_keys();
    if (!keys.ok()) throw Problem(exit_config, "the token keys cannot be used");
    trust->keys = std::move(keys).value();
    trust->rules = settings_.token_rules;
    auto access = access_of(config_, trust->roles);
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
    options.on_error = [this](int status, std::string_view reason) {
      return shell_->transport_failure(status, reason);
    };
    options.on_silent = [this](uint64_t tag) { return shell_->silence(tag); };
    api_ = std::make_unique<http::transport::Server>(std::move(options), std::ref(*shell_));

    sources_ = std::make_unique<MetricSources>(
        MetricSources{settings_, *services_, *store_, *space_, *api_, context_});
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
    sources.version = version;
    return sources;
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
  std::unique_ptr<http::Shell> shell_;
  std::unique_ptr<http::transport::Server> api_;
  std::unique_ptr<MetricSources> sources_;
  std::shared_ptr<http::Collected> collected_;
  std::unique_ptr<http::transport::Server> management_;
};

int refuse(const std::vector<std::string>& problems) {
  for (const std::string& problem : problems) std::cerr << "idkernel: " << problem << '\n';
  return exit_config;
}
}  // namespace

int serve(const Arguments& arguments) {
  const sigset_t signals = block_signals();
  auto loaded = loaded_config(arguments);
  if (!loaded.problems.empty()) return refuse(loaded.problems);
  std::vector<std::string> problems;
  Settings settings = settings_of(loaded.config, arguments, problems);
  add_access_fault(loaded.config, problems);
  if (!problems.empty()) return refuse(problems);
  log_to_stdout(loaded.config.text("idkernel.log.level"));
  try {
    Server server{loaded.config, std::move(settings)};
    server.start();
    if (arguments.dev) {
      say("development server: sample users and secrets, data in " +
          (arguments.data_dir.empty() ? "./data" : arguments.data_dir));
    }
    say("ready");
    server.run(signals);
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
  auto loaded = loaded_config(arguments);
  auto problems = loaded.problems;
  if (problems.empty()) {
    settings_of(loaded.config, arguments, problems);
    add_access_fault(loaded.config, problems);
  }
  for (const std::string& key : loaded.unknown) say("unknown key: " + key);
  for (const std::string& problem : problems) say("problem: " + problem);
  say(problems.empty() ? "the configuration is good" : "a server would not start");
  return problems.empty() ? exit_ok : exit_config;
}
}  // namespace startup
