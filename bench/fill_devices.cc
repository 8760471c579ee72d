// bench/fill_devices.cc: makes a development store hold many registered devices of one provider.
// `fill_devices DIR COUNT PROVIDER-ID PROVIDER-NAME`; DIR is that of a stopped server. Device n has
// the code device-n and the serial number S-n, n with 8 digits from 00000000 on.
#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "actors/base/clock.h"
#include "actors/base/partition_of.h"
#include "actors/device/device_state.h"
#include "crypto/random.h"
#include "http/startup/keystore.h"
#include "http/startup/own_keys.h"
#include "http/startup/problem.h"
#include "http/startup/secrets.h"
#include "http/startup/store_room.h"
#include "store/workspace.h"

namespace {
constexpr uint64_t devices_per_write = 20'000;

struct Maker {
  std::string id;
  std::string name;
};

/// The transactions and states of all partitions.
class Filler {
 public:
  Filler(store::RocksStore& store, uint16_t partitions,
         const std::shared_ptr<const seal::WrappingKey>& store_key)
      : store_(store) {
    for (uint16_t i = 0; i < partitions; ++i) {
      const store::Owner owner{i, store::Service::device};
      transactions_.push_back(std::make_unique<store::Workspace>(owner, store));
      states_.emplace_back(std::make_shared<seal::Sealer>(store_key, random_, owner));
    }
  }

  /// False when one could not be stored.
  bool fill(uint64_t count, const Maker& maker) {
    for (uint64_t i = 0; i < count; ++i) {
      if (!add(device(i, maker))) return false;
      if (i % devices_per_write == devices_per_write - 1) write();
    }
    write();
    return true;
  }

 private:
  static device::Device device(uint64_t number, const Maker& maker) {
    device::Device device;
    device.code = fmt::format("device-{:08}", number);
    device.device_id = device.code;
    device.purpose = device::Purpose::registration;
    device.sub_id = "1";
    device.firmware = "firmware";
    device.digital_id = {fmt::format("S-{:08}", number), maker.name,    maker.id, "NW10", "F1",
                         "2026-03-01T10:00:00.000Z",     "Fingerprint", "Single"};
    device.type_code = "Finger";
    device.sub_type_code = "Single";
    return device;
  }

  bool add(const device::Device& device) {
    const UtcTime now = system_now();
    const std::string serial = device::serial_key(device);
    const device::SerialClaim claim{device.code, crypto::uuid_v4(ids_)};
    const size_t home = owner_of(serial);
    return in(home,
              [&](auto& state, auto& tx) {
                return state.take_serial({serial, claim, {}, std::nullopt, "bench"}, now, tx).ok();
              }) &&
           in(owner_of(device.code),
              [&](auto& state, auto& tx) {
                return state.add({device, claim.claim_id, "bench"}, now, tx).ok();
              }) &&
           in(home, [&](auto& state, auto& tx) {
             return state.end_claim({serial, claim.claim_id, true}, tx).ok();
           });
  }
  template <class Step>
  bool in(size_t partition, Step step) {
    store::Workspace& tx = *transactions_[partition];
    tx.begin();
    const bool is_done = step(states_[partition], tx);
    tx.keep();
    return is_done;
  }
  size_t owner_of(std::string_view key) const {
    return partition_of(key, static_cast<uint16_t>(states_.size()));
  }

  void write() {
    std::vector<store::Workspace::Taken> taken;
    std::vector<store::Batch> batches;
    for (const auto& tx : transactions_) {
      taken.push_back(tx->take_batch());
      batches.push_back(std::move(taken.back().batch));
    }
    store_.write(batches);
    for (size_t i = 0; i < taken.size(); ++i) transactions_[i]->durable(taken[i].epoch);
  }

  store::RocksStore& store_;
  crypto::SystemKeyRandom random_;
  crypto::SystemRandom ids_;
  std::vector<std::unique_ptr<store::Workspace>> transactions_;
  std::vector<device::Devices> states_;
};

std::shared_ptr<const seal::WrappingKey> key_of(const config::Config& config,
                                                const startup::Settings& settings,
                                                store::RocksStore& store) {
  const auto master =
      startup::open_secrets(startup::master_key(settings, config), store, store).master;
  const auto ring = keymanager::load_key_ring(store, {0, store::Service::keymanager});
  if (!ring.ok()) throw startup::Problem(startup::exit_unavailable, "the keys cannot be read");
  keymanager::PrivateKeys keys{startup::open_keystore(config, master),
                               startup::own_keystore(master)};
  auto opened = startup::stored_store_key(store, *ring.value(), keys);
  if (!opened.ok()) throw startup::Problem(startup::exit_unavailable, opened.error());
  return std::make_shared<const seal::WrappingKey>(std::move(opened).value());
}
}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::fprintf(stderr, "usage: fill_devices DIR COUNT PROVIDER-ID PROVIDER-NAME\n");
    return startup::exit_usage;
  }
  startup::Arguments arguments;
  arguments.dev = true;
  arguments.data_dir = argv[1];
  const uint64_t count = std::strtoull(argv[2], nullptr, 10);
  const Maker maker{argv[3], argv[4]};
  return startup::run_command(
      arguments, [&](const config::Config& config, const startup::Settings& settings) {
        const auto store = startup::open_existing_store(settings);
        Filler filler{*store, settings.store.partitions, key_of(config, settings, *store)};
        return filler.fill(count, maker) ? startup::exit_ok : startup::exit_fault;
      });
}
