// http/startup/console_line.cc: a socket, or the same desk in this process.
#include "http/startup/console_line.h"

#include <stdexcept>

#include "http/console/console_desk.h"
#include "http/console/frames.h"
#include "http/startup/audit_store.h"
#include "http/startup/first_import.h"
#include "http/startup/own_keys.h"
#include "http/startup/problem.h"
#include "http/startup/services.h"
#include "http/startup/store_room.h"

namespace startup {
namespace {
class SocketLine final : public ConsoleLine {
 public:
  explicit SocketLine(console::Descriptor connection) : connection_(std::move(connection)) {}

  std::string order(std::string_view json) override {
    if (json.size() > console::message_bytes_max)
      throw Problem(exit_usage, "too much for an order");
    if (console::send_message(connection_, json)) return next();
    hung_up();
  }

  std::string next() override {
    if (const auto message = console::receive_message(connection_))
      return std::string{message->view()};
    hung_up();
  }

 private:
  [[noreturn]] static void hung_up() {
    throw Problem(exit_unavailable,
                  "the server has hung up: what was ordered last may or may not have been done");
  }

  console::Descriptor connection_;
};

/// Only what carries out orders is started.
class StoreLine final : public ConsoleLine {
 public:
  StoreLine(const config::Config& config, const Settings& settings)
      : store_(open_existing_store(settings)),
        space_(settings.store.dir, settings.free_bytes_min),
        secrets_(open_secrets(master_key(settings, config), *store_, *store_)) {
    open_own_keys(secrets_, config, settings, *store_, system_now());
    refuse_lost_chains(settings, *store_);
    claim_values(settings, secrets_, *store_);
    services_ = std::make_unique<Services>(settings, secrets_, *store_, space_, Clock{system_now});
    services_->start_console();
    desk_ = std::make_unique<console::Desk>(services_->console_parts());
  }

  std::string order(std::string_view json) override { return desk_->carry_out(json); }
  std::string next() override { throw std::logic_error("a desk answers in one message"); }

 private:
  std::unique_ptr<store::RocksStore> store_;
  store::FreeSpace space_;
  Secrets secrets_;
  std::unique_ptr<Services> services_;
  std::unique_ptr<console::Desk> desk_;
};
}  // namespace

std::unique_ptr<ConsoleLine> running_server(const Settings& settings) {
  auto connection = console::connect_in(settings.store.dir);
  return connection ? std::make_unique<SocketLine>(std::move(connection)) : nullptr;
}

std::unique_ptr<ConsoleLine> open_console_line(const config::Config& config,
                                               const Settings& settings) {
  if (auto server = running_server(settings)) return server;
  return std::make_unique<StoreLine>(config, settings);
}
}  // namespace startup
