// tests/keymanager/held_pool.h: a crypto pool that keeps its jobs until the test lets them run.
#pragma once
#include <memory>
#include <utility>
#include <vector>

#include "actors/crypto_pool/crypto_pool_actor.h"
#include "tests/fakes/actor_fixture.h"

class HeldPool {
 public:
  explicit HeldPool(ActorFixture& actors) : actors_(actors) {
    runner_ = actors.spawn(
        [held = held_](crypto_pool::Runner::pointer self) -> crypto_pool::Runner::behavior_type {
          return {[=](crypto_pool::run_atom, const crypto_pool::JobRequest& job) {
            auto promise = self->make_response_promise<Result<Done>>();
            held->emplace_back(job, promise);
            return promise;
          }};
        });
  }
  /// Promises hold their actor, which holds them.
  ~HeldPool() { held_->clear(); }
  HeldPool(const HeldPool&) = delete;
  HeldPool& operator=(const HeldPool&) = delete;

  const crypto_pool::Runner& runner() const { return runner_; }
  size_t waiting() const { return held_->size(); }

  /// Runs the jobs that wait now, and then the actors until nothing moves.
  void release() {
    for (auto& [job, promise] : std::exchange(*held_, {})) {
      job.work();
      promise.deliver(Result<Done>{Done{}});
    }
    actors_.run();
  }
  /// Runs none of them.
  void refuse() {
    for (auto& [job, promise] : std::exchange(*held_, {}))
      promise.deliver(Result<Done>{Errc::overloaded});
    actors_.run();
  }

 private:
  using Waiting = std::pair<crypto_pool::JobRequest, caf::typed_response_promise<Result<Done>>>;

  ActorFixture& actors_;
  std::shared_ptr<std::vector<Waiting>> held_ = std::make_shared<std::vector<Waiting>>();
  crypto_pool::Runner runner_;
};
