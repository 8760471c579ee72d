// tests/number/supplier_thread_test.cc: supplier, partitions, journal and clients on threads of
// their own. ThreadSanitizer looks on.
#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "actors/partition/system_config.h"
#include "actors/uin/uin_actor.h"
#include "tests/fakes/locked_store.h"
#include "tests/fakes/seeded_random.h"

namespace number {
constexpr uint16_t partitions = 4;
constexpr size_t clients = 3;
constexpr size_t issues_per_client = 400;

/// Draws until it has its number of UINs; an empty pool is asked again: the supplier must come.
void draw(caf::actor_system& system, const std::vector<uin::Actor>& pools, size_t client,
          std::vector<std::string>& drawn) {
  caf::scoped_actor self{system};
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{60};
  for (size_t turn = client; drawn.size() < issues_per_client; ++turn) {
    self->request(pools[turn % pools.size()], caf::infinite, uin::issue_atom::value,
                  uin::IssueUin{{"someone", "", ""}})
        .receive(
            [&](const Result<std::string>& uin) {
              if (uin.ok()) drawn.push_back(uin.value());
            },
            [](const caf::error&) { ADD_FAILURE() << "no answer"; });
    if (std::chrono::steady_clock::now() > deadline) return;
  }
}

TEST(SupplierThreads, KeepUpWithClientsThatDrainThePools) {
  LockedStore disk;
  auto config = partition::system_config({2, 50});
  caf::actor_system system{config};
  const auto journal = partition::spawn_journal(system, disk);
  PoolSetting setting;
  setting.service = "uin";
  setting.supplier = spawn_supplier(system, std::make_shared<SeededRandom>());
  std::vector<uin::Actor> pools;
  Pool pool{"uin", {}, {}};
  for (uint16_t i = 0; i < partitions; ++i) {
    setting.host = {};
    setting.host.owner = {i, store::Service::uin};
    setting.host.view = &disk;
    setting.host.journal = journal;
    setting.gauges = std::make_shared<Gauges>();
    pools.push_back(system.spawn(uin::partition, PoolShare{{}, i, partitions, {40, 80}}, setting,
                                 Clock{system_now}));
    pool.partitions.emplace_back(pools.back());
  }
  bool served = false;
  {
    caf::scoped_actor self{system};
    self->request(setting.supplier, caf::infinite, serve_atom::value, pool)
        .receive([&](const Result<Done>& result) { served = result.ok(); },
                 [](const caf::error&) {});
  }
  EXPECT_TRUE(served);

  std::vector<std::vector<std::string>> drawn(clients);
  {
    std::vector<std::jthread> threads;
    threads.reserve(clients);
    for (size_t client = 0; client < clients; ++client) {
      threads.emplace_back([&, client] { draw(system, pools, client, drawn[client]); });
    }
  }
  std::set<std::string> distinct;
  for (const auto& of_client : drawn) distinct.insert(of_client.begin(), of_client.end());
  EXPECT_EQ(distinct.size(), clients * issues_per_client);

  caf::anon_send_exit(setting.supplier, caf::exit_reason::user_shutdown);
  for (const auto& one : pools) caf::anon_send_exit(one, caf::exit_reason::user_shutdown);
  caf::anon_send_exit(journal, caf::exit_reason::user_shutdown);
  system.await_all_actors_done();
}
}  // namespace number
