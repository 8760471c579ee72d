// tests/keymanager/held_pool.h: a crypto pool that keeps its jobs until the test lets them run.
#pragma once
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "actors/crypto_pool/crypto_pool_actor.h"
#include "tests/fakes/actor_fixture.h"

class HeldPool {
 public:
  explicit HeldPool(ActorFixture& actors) : actors_(actors) {
    pool_ = actors.spawn([held = held_](Pool::pointer self) -> Pool::behavior_type {
      return {[=](crypto_pool::run_atom, const crypto_pool::JobRequest& job) {
                auto promise = self->make_response_promise<Result<Done>>();
                held->emplace_back(job, promise);
                return promise;
              },
              [=](go_atom, bool work) {
                for (auto& [job, promise] : std::exchange(*held, {})) {
                  const bool runs = work && !(job.abandoned && job.abandoned());
                  if (runs) job.work();
                  promise.deliver(runs ? Result<Done>{Done{}} : Result<Done>{Errc::overloaded});
                }
              }};
    });
  }
  /// Promises hold their actor, which holds them.
  ~HeldPool() { held_->clear(); }
  HeldPool(const HeldPool&) = delete;
  HeldPool& operator=(const HeldPool&) = delete;

  crypto_pool::Runner runner() const { return caf::actor_cast<crypto_pool::Runner>(pool_); }
  size_t waiting() const { return held_->size(); }
  /// In whose turn each job waits, as they came.
  std::vector<std::string> callers() const {
    std::vector<std::string> out;
    for (const auto& [job, promise] : *held_) out.push_back(job.caller);
    return out;
  }

  /// Runs the jobs that wait now and that somebody waits for, and then the actors until nothing
  /// moves.
  void release() { go(true); }
  /// Runs none of them.
  void refuse() { go(false); }

 private:
  using go_atom = caf::atom_constant<caf::atom("held_go")>;
  using Pool = crypto_pool::Runner::extend<caf::reacts_to<go_atom, bool>>;
  using Waiting = std::pair<crypto_pool::JobRequest, caf::typed_response_promise<Result<Done>>>;

  void go(bool work) {
    caf::anon_send(pool_, go_atom::value, work);
    actors_.run();
  }

  ActorFixture& actors_;
  std::shared_ptr<std::vector<Waiting>> held_ = std::make_shared<std::vector<Waiting>>();
  Pool pool_;
};
