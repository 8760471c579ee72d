// actors/device/device_desk.cc: one request under way is one Flow, which asks step by step and
// answers once.
#include "actors/device/device_desk.h"

#include "actors/base/partition_of.h"
#include "actors/partition/flow.h"
#include "crypto/random.h"

namespace device {
namespace {
/// `no_answer`: what an owner that does not answer comes to.
template <class Answer>
class Flow : public partition::Flow<DeviceDesk::pointer, Answer> {
 public:
  Flow(DeviceDesk::pointer self, std::shared_ptr<const DeskConfig> config, Errc no_answer)
      : partition::Flow<DeviceDesk::pointer, Answer>(self),
        config_(std::move(config)),
        no_answer_(no_answer) {}

 protected:
  /// Goes on with `next(result)`.
  template <class T, class Handle, class Next, class... Message>
  void ask(const Handle& owner, Next next, Message... message) {
    this->template hear<T>(no_answer_, owner, std::move(next), std::move(message)...);
  }
  const DeviceActor& owner_of(std::string_view key) const {
    return config_->partitions[partition_of(key)];
  }
  uint16_t partition_of(std::string_view key) const {
    return ::partition_of(key, static_cast<uint16_t>(config_->partitions.size()));
  }

  const std::shared_ptr<const DeskConfig> config_;

 private:
  const Errc no_answer_;
};

class Preparation final : public Flow<Prepared> {
 public:
  Preparation(DeviceDesk::pointer self, std::shared_ptr<const DeskConfig> config,
              Registration registration)
      : Flow(self, std::move(config), Errc::device_failed),
        registration_(std::move(registration)) {}

 private:
  void start() override {
    const Device& device = registration_.device;
    ask<Vouchers>(
        config_->trust,
        [this](const Result<Vouchers>& vouchers) {
          if (!vouchers.ok()) return fail(vouchers.faults());
          finish(vouchers.value());
        },
        vouch_atom::value,
        MakerQuestion{
            device.digital_id.provider_id, device.digital_id.provider_name,
            device.certification == Certification::l1 ? device.trust_provider_id : std::string{}});
  }
  void finish(const Vouchers& vouchers) {
    Device device = registration_.device;
    const auto type = config_->types->type_of(device.digital_id.type);
    if (!type) return fail(Errc::device_no_type);
    const auto sub_type = config_->types->sub_type_of(*type, device.digital_id.sub_type);
    if (!sub_type) return fail(Errc::device_no_sub_type);
    device.type_code = *type;
    device.sub_type_code = *sub_type;
    const std::string& serial = device.digital_id.serial_no;
    if (device.purpose == Purpose::auth) {
      device.code = drawn_code(device);
    } else if (!config_->has_white_list) {
      device.code = device.device_id;
    } else if (const auto listed = config_->types->listed(serial)) {
      device.code = *listed;
    } else {
      return fail(Faults{Fault{Errc::device_not_listed, {serial}}});
    }
    answer({std::move(device), vouchers});
  }
  /// Of the partition that owns the serial number, so that one commit registers the device.
  std::string drawn_code(const Device& device) const {
    const uint16_t home = partition_of(serial_key(device));
    for (;;) {
      std::string code = crypto::uuid_v4(*config_->random);
      if (partition_of(code) == home) return code;
    }
  }

  Registration registration_;
};

/// The serial number first, then the code. A claim that another registration left behind is asked
/// about; where no device stands for it, it is taken over. README.md tells the story.
class Registering final : public Flow<Done> {
 public:
  Registering(DeviceDesk::pointer self, std::shared_ptr<const DeskConfig> config, Register order)
      : Flow(self, std::move(config), Errc::device_failed),
        order_(std::move(order)),
        serial_(serial_key(order_.device)),
        is_whole_(partition_of(serial_) == partition_of(order_.device.code)),
        claim_{order_.device.code, crypto::uuid_v4(*config_->random)} {}
  /// However the flow ends, its claim is not on its way any more: who next wants the number asks
  /// what it stands for.
  ~Registering() override {
    if (!is_on_its_way_) return;
    try {
      caf::anon_send(owner_of(serial_), end_atom::value, EndClaim{serial_, claim_.claim_id, true});
    } catch (...) {
      // Memory is out: the number stays refused until a restart.
    }
  }
  Registering(const Registering&) = delete;
  Registering& operator=(const Registering&) = delete;

 private:
  void start() override { take({}); }

  void take(const std::string& replaces) {
    TakeSerial wish{serial_, claim_, replaces, std::nullopt, order_.by, order_.origin};
    if (is_whole_) wish.device = order_.device;
    is_on_its_way_ = !is_whole_;
    ask<SerialHolder>(
        owner_of(serial_),
        [this, replaces](const Result<SerialHolder>& holder) {
          const bool is_refused =
              holder.ok() ? !holder.value().is_taken : holder.error() == Errc::device_exists;
          if (is_refused) is_on_its_way_ = false;
          if (!holder.ok()) return fail(holder.faults());
          if (is_refused) return look_at(holder.value().claim, replaces);
          is_whole_ ? answer(Done{}) : add();
        },
        take_atom::value, std::move(wish));
  }

  /// Whoever was faster in taking a claim over has won.
  void look_at(const SerialClaim& other, const std::string& replaced) {
    if (!replaced.empty()) return fail(Errc::device_exists);
    ask<bool>(
        owner_of(other.code),
        [this, other](const Result<bool>& stands) {
          if (!stands.ok()) return fail(stands.faults());
          if (stands.value()) return fail(Errc::device_exists);
          take(other.claim_id);
        },
        settle_atom::value, SettleClaim{serial_, other});
  }

  void add() {
    ask<Done>(
        owner_of(order_.device.code), [this](const Result<Done>& added) { end(added); },
        add_atom::value, AddDevice{order_.device, claim_.claim_id, order_.by, order_.origin});
  }

  void end(const Result<Done>& added) {
    // Whether an owner that did not answer has stored the device is not known: the claim stays, and
    // who next wants the number asks.
    const bool keeps = added.ok() || added.error() == Errc::device_failed;
    ask<Done>(
        owner_of(serial_),
        [this, added](const Result<Done>&) {
          if (!added.ok()) return fail(added.faults());
          answer(Done{});
        },
        end_atom::value, EndClaim{serial_, claim_.claim_id, keeps});
    is_on_its_way_ = false;
  }

  Register order_;
  std::string serial_;
  bool is_whole_;
  bool is_on_its_way_ = false;  ///< the claim, as its owner may remember it
  SerialClaim claim_;
};

class Judgement final : public Flow<Done> {
 public:
  Judgement(DeviceDesk::pointer self, std::shared_ptr<const DeskConfig> config, Validation asked)
      : Flow(self, std::move(config), Errc::validate_failed), asked_(std::move(asked)) {}

 private:
  void start() override {
    ask<Device>(
        owner_of(asked_.code),
        [this](Result<Device>& device) {
          if (!device.ok()) return fail(device.faults());
          device_ = std::move(device).value();
          if (const auto fault = device_fault(device_, asked_)) return fail(*fault);
          ask_trust();
        },
        read_atom::value, ReadDevice{asked_.code, asked_.as_of});
  }
  void ask_trust() {
    const DigitalId& own = device_.digital_id;
    ask<Done>(
        config_->trust,
        [this](const Result<Done>& served) {
          if (!served.ok()) return fail(served.faults());
          Faults faults = differences(device_, asked_.digital_id, *config_->types);
          faults.empty() ? answer(Done{}) : fail(std::move(faults));
        },
        check_atom::value,
        ServiceQuestion{asked_.digital_id.provider_id, asked_.version, own.provider_id,
                        device_.type_code, device_.sub_type_code, own.make, own.model,
                        asked_.as_of});
  }

  Validation asked_;
  Device device_;
};
}  // namespace

DeviceDesk::behavior_type device_desk(DeviceDesk::pointer self, DeskConfig config) {
  const auto shared = std::make_shared<const DeskConfig>(std::move(config));
  return {[=](prepare_atom, const Registration& registration) {
            return std::make_shared<Preparation>(self, shared, registration)->run();
          },
          [=](register_atom, const Register& order) {
            return std::make_shared<Registering>(self, shared, order)->run();
          },
          [=](trusted_atom, const Validation& asked) {
            return std::make_shared<Judgement>(self, shared, asked)->run();
          }};
}
}  // namespace device
