// tests/device/device_actor_test.cc: registering and judging over desk, partitions and journal, on
// CAF's testing scheduler.
#include "actors/device/device_desk.h"

#include <gtest/gtest.h>

#include "actors/base/partition_of.h"
#include "tests/device/device_samples.h"
#include "tests/fakes/actor_fixture.h"
#include "tests/fakes/held_journal.h"
#include "tests/fakes/recorded.h"

namespace device {
class DeviceActors : public ::testing::Test {
 protected:
  static constexpr uint16_t partitions = 4;

  DeviceActors() { spawn(journal); }

  void spawn(HeldJournal& on) {
    config = {types, false, {}, {}, std::make_shared<SeededRandom>(++seed)};
    for (uint16_t i = 0; i < partitions; ++i) {
      const store::Owner owner{i, store::Service::device};
      config.partitions.push_back(actors.spawn(partition, host(on, owner), clock));
    }
    const store::Owner owner{0, store::Service::master_data};
    TrustConfig trust_config{types, std::make_shared<SeededRandom>(++seed)};
    config.trust = actors.spawn(trust, std::move(trust_config), host(on, owner), clock);
    desk = actors.spawn(device_desk, config);
  }
  partition::Host host(HeldJournal& on, store::Owner owner) {
    auto host = on.host(owner);
    host.sealer = seal.sealer(owner);
    host.trail = audit::Trail{host.sealer, owner, {{}, "test-host"}};
    return host;
  }
  /// Until nothing moves.
  void settle(HeldJournal& on) {
    do {
      on.release();
    } while (!on.held().empty());
  }
  void settle() { settle(journal); }

  Company provider() {
    const auto asked =
        actors.ask<Company>(config.trust, company_atom::value,
                            CompanyOrder{CompanyKind::provider, sample_company(), "110006"});
    settle();
    return asked.value();
  }
  Device of(const Company& maker, const std::string& code, const std::string& serial = "S1") const {
    Device device = sample_device(code, serial);
    device.digital_id.provider_id = maker.id;
    return device;
  }
  Asked<Done> register_later(const Device& device) {
    return actors.ask_later<Done>(desk, register_atom::value, Register{device, "110006"});
  }
  /// A code whose partition is, or is not, that of the device's serial number.
  std::string code_for(const Company& maker, bool is_same, const std::string& front = "code",
                       const std::string& serial = "S1") const {
    const auto home = partition_of(serial_key(of(maker, "", serial)), partitions);
    for (int i = 0;; ++i) {
      std::string code = front + std::to_string(i);
      if ((partition_of(code, partitions) == home) == is_same) return code;
    }
  }
  Asked<Device> read(const std::string& code) {
    return actors.ask<Device>(config.partitions[partition_of(code, partitions)], read_atom::value,
                              ReadDevice{code, std::nullopt});
  }

  SampleSeal seal;
  uint64_t seed = 10;
  std::shared_ptr<const DeviceTypes> types = shipped_types();
  ActorFixture actors;
  HeldJournal journal{actors};
  Clock clock = [] { return noon; };
  DeskConfig config;
  DeviceDesk desk;
};

TEST_F(DeviceActors, NobodyIsAnsweredBeforeTheJournal) {
  const auto made =
      actors.ask<Company>(config.trust, company_atom::value,
                          CompanyOrder{CompanyKind::provider, sample_company(), "110006"});
  EXPECT_FALSE(made.arrived());
  settle();
  for (const bool is_same : {true, false}) {
    const std::string serial = is_same ? "S1" : "S2";
    const Device device = of(made.value(), code_for(made.value(), is_same, serial, serial), serial);
    const auto done = register_later(device);
    actors.run();
    EXPECT_FALSE(done.arrived());
    settle();
    ASSERT_TRUE(done.arrived());
    EXPECT_TRUE(done.result().ok());
  }
}

TEST_F(DeviceActors, APreparedCodeIsOfTheSerialNumbersPartition) {
  const Company maker = provider();
  for (int i = 0; i < 20; ++i) {
    Registration registration;
    registration.device = of(maker, "", "S" + std::to_string(i));
    registration.device.digital_id.type = "FINGERPRINT";
    const auto prepared = actors.ask<Prepared>(desk, prepare_atom::value, registration);
    const Device& device = prepared.value().device;
    EXPECT_EQ(device.type_code, "Finger");
    EXPECT_EQ(partition_of(device.code, partitions), partition_of(serial_key(device), partitions));
    EXPECT_EQ(prepared.value().vouchers.provider_alias, "nwb");
  }
  Registration wrong;
  wrong.device = of(maker, "");
  wrong.device.digital_id.provider_name = "Other";
  wrong.device.digital_id.type = "Ear";
  const auto ask = [&] { return actors.ask<Prepared>(desk, prepare_atom::value, wrong).error(); };
  EXPECT_EQ(ask(), Errc::device_no_provider);
  wrong.device.digital_id.provider_name = "Northwind";
  EXPECT_EQ(ask(), Errc::device_no_type);
  wrong.device.digital_id.type = "Iris";
  wrong.device.digital_id.sub_type = "Slap";
  EXPECT_EQ(ask(), Errc::device_no_sub_type);
  wrong.device.purpose = Purpose::registration;
  wrong.device.digital_id.sub_type = "double";
  EXPECT_EQ(actors.ask<Prepared>(desk, prepare_atom::value, wrong).value().device.code, "id-1");
}

TEST_F(DeviceActors, OfManyAtOnceOneSucceeds) {
  const Company maker = provider();
  for (const bool is_same : {true, false}) {
    for (const bool one_code : {true, false}) {
      const std::string serial = std::string{is_same ? "same" : "other"} + (one_code ? "1" : "2");
      std::vector<Asked<Done>> all;
      for (int i = 0; i < 64; ++i) {
        const std::string front = serial + (one_code ? "" : std::to_string(i)) + "-";
        all.push_back(register_later(of(maker, code_for(maker, is_same, front, serial), serial)));
      }
      actors.run();
      settle();
      size_t done = 0;
      for (const auto& one : all) {
        ASSERT_TRUE(one.arrived());
        done += one.result().ok();
        if (!one.result().ok()) {
          EXPECT_EQ(one.error(), Errc::device_exists);
        }
      }
      EXPECT_EQ(done, 1u) << serial;
    }
  }
}

TEST_F(DeviceActors, ATakenCodeFreesTheSerialNumber) {
  const Company maker = provider();
  const std::string code = code_for(maker, false);
  const auto first = register_later(of(maker, code, "S7"));
  actors.run();
  settle();
  ASSERT_TRUE(first.result().ok());
  const auto second = register_later(of(maker, code));
  actors.run();
  settle();
  EXPECT_EQ(second.error(), Errc::device_exists);
  const auto third = register_later(of(maker, code_for(maker, false, "next")));
  actors.run();
  settle();
  EXPECT_TRUE(third.result().ok());
}

TEST_F(DeviceActors, ACrashBetweenTheTwoPartitionsLosesNoSerialNumber) {
  const Company maker = provider();
  const std::string code = code_for(maker, false);
  const auto first = register_later(of(maker, code));
  actors.run();
  journal.release();  // The claim is durable; the device's batch is on its way and is lost.
  ASSERT_EQ(journal.held().size(), 1u);
  EXPECT_FALSE(first.arrived());

  HeldJournal after{actors, journal.store()};
  spawn(after);
  const auto other = register_later(of(maker, code_for(maker, false, "next")));
  actors.run();
  settle(after);
  ASSERT_TRUE(other.arrived());
  EXPECT_TRUE(other.result().ok());
  EXPECT_EQ(read(code).error(), Errc::validate_no_device);
  const auto late = register_later(of(maker, code));
  actors.run();
  settle(after);
  EXPECT_EQ(late.error(), Errc::device_exists);
}

TEST_F(DeviceActors, ARegistrationThatEndsMidwayKeepsNobodyOut) {
  const Company maker = provider();
  const auto first = register_later(of(maker, code_for(maker, false)));
  actors.run();
  ASSERT_EQ(journal.held().size(), 1u) << "the claim is on its way";
  caf::anon_send_exit(desk, caf::exit_reason::kill);
  actors.run();
  settle();
  desk = actors.spawn(device_desk, config);
  const auto other = register_later(of(maker, code_for(maker, false, "next")));
  actors.run();
  settle();
  ASSERT_TRUE(other.arrived());
  EXPECT_TRUE(other.result().ok());
}

TEST_F(DeviceActors, ACrashAfterBothKeepsTheDevice) {
  const Company maker = provider();
  const std::string code = code_for(maker, false);
  register_later(of(maker, code));
  actors.run();
  journal.release();
  journal.release();
  HeldJournal after{actors, journal.store()};
  spawn(after);
  const auto again = register_later(of(maker, code_for(maker, true, "next")));
  actors.run();
  settle(after);
  EXPECT_EQ(again.error(), Errc::device_exists);
  EXPECT_EQ(read(code).value().code, code);
}

TEST_F(DeviceActors, ADeviceIsJudgedByBothOwners) {
  const Company maker = provider();
  const Device device = of(maker, code_for(maker, true));
  register_later(device);
  actors.run();
  settle();
  const auto judge = [&](const std::string& code) {
    const Validation asked{code, "v1", device.digital_id, std::nullopt, std::nullopt};
    const auto answer = actors.ask<Done>(desk, trusted_atom::value, asked);
    settle();
    return answer.result().ok() ? "" : std::string{row_of(answer.error()).name};
  };
  EXPECT_EQ(judge("none"), "validate_no_device");
  EXPECT_EQ(judge(device.code), "validate_no_mds");
  actors.ask<Mds>(config.trust, mds_atom::value, MdsOrder{sample_mds(maker.id), true, "110006"});
  settle();
  EXPECT_EQ(judge(device.code), "");
  actors.ask<Done>(config.partitions[partition_of(device.code, partitions)], retire_atom::value,
                   Deregister{device.code, "110005"});
  settle();
  EXPECT_EQ(judge(device.code), "validate_retired");
}

TEST_F(DeviceActors, AnOwnerThatIsGoneIsAFault) {
  const Company maker = provider();
  caf::anon_send_exit(config.partitions[0], caf::exit_reason::kill);
  caf::anon_send_exit(config.trust, caf::exit_reason::kill);
  actors.run();
  Registration registration;
  registration.device = of(maker, "");
  EXPECT_EQ(actors.ask<Prepared>(desk, prepare_atom::value, registration).error(),
            Errc::device_failed);
  std::string code = "a";
  while (partition_of(code, partitions) != 0) code += "a";
  const Validation asked{code, "v1", registration.device.digital_id, std::nullopt, std::nullopt};
  EXPECT_EQ(actors.ask<Done>(desk, trusted_atom::value, asked).error(), Errc::validate_failed);
}

TEST_F(DeviceActors, EachChangeIsRecorded) {
  Recorded recorded{journal, seal.master};
  const audit::Origin by{"u-1", "client", "127.0.0.1"};
  const auto put = [&](CompanyKind kind, Company company) {
    const auto asked = actors.ask<Company>(config.trust, company_atom::value,
                                           CompanyOrder{kind, std::move(company), "110006", by});
    settle();
    return asked.value();
  };
  const Company maker = put(CompanyKind::provider, sample_company());
  put(CompanyKind::provider, maker);
  const Company voucher = put(CompanyKind::trust_provider, sample_company());
  put(CompanyKind::trust_provider, voucher);
  Mds mds = sample_mds(maker.id);
  for (int i = 0; i < 2; ++i) {
    const auto asked = actors.ask<Mds>(config.trust, mds_atom::value, MdsOrder{mds, true, "x", by});
    settle();
    mds = asked.value();
  }
  EXPECT_EQ(recorded.events({0, store::Service::master_data}),
            (std::vector<std::string>{"DEVICE_PROVIDER_ADDED|u-1|" + maker.id + "|success",
                                      "DEVICE_PROVIDER_CHANGED|u-1|" + maker.id + "|success",
                                      "TRUST_PROVIDER_ADDED|u-1|" + voucher.id + "|success",
                                      "TRUST_PROVIDER_CHANGED|u-1|" + voucher.id + "|success",
                                      "DEVICE_SERVICE_ADDED|u-1|" + mds.id + "|success",
                                      "DEVICE_SERVICE_CHANGED|u-1|" + mds.id + "|success"}));
  for (const bool is_same : {true, false}) {
    const std::string serial = is_same ? "S1" : "S2";
    const std::string code = code_for(maker, is_same, serial, serial);
    const store::Owner owner{partition_of(code, partitions), store::Service::device};
    const auto before = recorded.events(owner);
    // The second one is refused, and leaves no record.
    for (int i = 0; i < 2; ++i) {
      actors.ask_later<Done>(desk, register_atom::value,
                             Register{of(maker, code, serial), "110006", by});
      actors.run();
      settle();
    }
    const DeviceActor& home = config.partitions[owner.partition];
    actors.ask<Done>(home, status_atom::value, ChangeStatus{code, "retired", "x", by});
    actors.ask<Done>(home, status_atom::value, ChangeStatus{code, "REGISTERED", "x", by});
    actors.ask<Done>(home, retire_atom::value, Deregister{code, "x", by});
    settle();
    auto events = recorded.events(owner);
    events.erase(events.begin(), events.begin() + static_cast<std::ptrdiff_t>(before.size()));
    EXPECT_EQ(events, (std::vector<std::string>{"DEVICE_REGISTERED|u-1|" + code + "|success",
                                                "DEVICE_STATUS_CHANGED|u-1|" + code + "|RETIRED",
                                                "DEVICE_STATUS_CHANGED|u-1|" + code + "|REGISTERED",
                                                "DEVICE_DEREGISTERED|u-1|" + code + "|success"}));
    EXPECT_FALSE(recorded.verify(owner).broken);
  }
}
}  // namespace device
