// tests/otp/otp_thread_test.cc: 64 clients at once at the codes of several partitions, on threads
// of their own and a store in memory. ThreadSanitizer looks on.
#include <gtest/gtest.h>

#include <deque>
#include <latch>
#include <map>
#include <mutex>
#include <thread>

#include "actors/otp/otp_actor.h"
#include "actors/otp/otp_key.h"
#include "actors/partition/system_config.h"
#include "tests/fakes/locked_store.h"
#include "tests/fakes/seeded_random.h"

namespace otp {
constexpr uint16_t partitions = 4;
constexpr int clients = 64;
constexpr const char* right_code = "473829";
using Told = std::map<Outcome, int>;

class OtpThreads : public ::testing::Test {
 protected:
  void SetUp() override {
    journal_ = partition::spawn_journal(system_, store_);
    for (uint16_t i = 0; i < partitions; ++i) spawn({i, store::Service::otp});
  }
  void TearDown() override {
    for (const auto& one : actors_) caf::anon_send_exit(one, caf::exit_reason::user_shutdown);
    caf::anon_send_exit(journal_, caf::exit_reason::user_shutdown);
    system_.await_all_actors_done();
  }

  std::string key_of(int partition) const {
    return hash_of(*index_key_, {"ext", "982017364" + std::to_string(partition)});
  }
  void make_codes() {
    caf::scoped_actor self{system_};
    for (int i = 0; i < partitions; ++i) {
      self->request(actors_[static_cast<size_t>(i)], caf::infinite, make_atom::value, key_of(i),
                    by_)
          .receive([](const Result<Made>& made) { EXPECT_TRUE(made.ok()); },
                   [](const caf::error&) { ADD_FAILURE() << "no answer"; });
    }
  }
  /// What 64 clients are told, by partition, when all enter `code` at each of them at once.
  std::vector<Told> guess(const std::string& code) {
    std::vector<Told> told(partitions);
    std::mutex mutex;
    std::latch together{clients};
    std::vector<std::jthread> threads;
    threads.reserve(clients);
    for (int client = 0; client < clients; ++client) {
      threads.emplace_back([&] {
        caf::scoped_actor self{system_};
        together.arrive_and_wait();
        for (int i = 0; i < partitions; ++i) {
          self->request(actors_[static_cast<size_t>(i)], caf::infinite, check_atom::value,
                        key_of(i), code, by_)
              .receive(
                  [&](const Result<Outcome>& outcome) {
                    const std::lock_guard lock{mutex};
                    if (outcome.ok()) ++told[static_cast<size_t>(i)][outcome.value()];
                  },
                  [](const caf::error&) { ADD_FAILURE() << "no answer"; });
        }
      });
    }
    threads.clear();
    return told;
  }

 private:
  void spawn(store::Owner owner) {
    partition::Host host;
    host.owner = owner;
    host.view = &store_;
    host.journal = journal_;
    host.sealer =
        std::make_shared<seal::Sealer>(master_, draws_.emplace_back(owner.partition), owner);
    host.trail = audit::Trail{host.sealer, owner, {{}, "test-host"}};
    Config config;
    config.index_key = index_key_;
    config.random = std::make_shared<SeededRandom>(owner.partition);
    config.fixed_code = right_code;
    config.queue = std::make_shared<outbox::Queue>(outbox::QueueParts{
        store::Service::otp, host.sealer, std::make_shared<SeededRandom>(8 + owner.partition),
        std::make_shared<outbox::Waiting>(100), [] {}});
    actors_.push_back(system_.spawn(partition, config, host, Clock{system_now}));
  }

  LockedStore store_;
  caf::actor_system_config config_ = partition::system_config({.threads = 2});
  caf::actor_system system_{config_};
  partition::JournalActor journal_;
  std::vector<Actor> actors_;
  SeededRandom random_{77};
  std::deque<SeededRandom> draws_;  ///< each sealer's own
  std::shared_ptr<const seal::WrappingKey> master_ =
      std::make_shared<const seal::MasterKey>(seal::MasterKey::generate(random_));
  std::shared_ptr<const seal::IndexKey> index_key_ = std::make_shared<const seal::IndexKey>(
      crypto::SecureBytes::from(std::string_view{"an index key of thirty-two bytes"}));
  const audit::Origin by_{"alice-uuid", "", ""};
};

TEST_F(OtpThreads, OfManyWrongGuessesTheThresholdIsLookedAt) {
  make_codes();
  for (const Told& told : guess("000000"))
    EXPECT_EQ(told, (Told{{Outcome::invalid, 9}, {Outcome::blocked, clients - 9}}));
  // Nor does the right one help now.
  for (const Told& told : guess(right_code)) EXPECT_EQ(told, (Told{{Outcome::blocked, clients}}));
}

TEST_F(OtpThreads, OfManyRightCodesOneSucceeds) {
  make_codes();
  for (const Told& told : guess(right_code))
    EXPECT_EQ(told, (Told{{Outcome::success, 1}, {Outcome::no_record, clients - 1}}));
}
}  // namespace otp
