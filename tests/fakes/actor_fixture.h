// tests/fakes/actor_fixture.h: actors on CAF's testing scheduler: they run when told to, on this
// thread, one message at a time.
#pragma once
#include <caf/all.hpp>
#include <caf/scheduler/test_coordinator.hpp>
#include <cassert>
#include <chrono>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "actors/base/result.h"

/// What came back of one request.
template <class T>
class Asked {
 public:
  struct State {
    std::optional<Result<T>> answer;
    std::optional<caf::error> failure;
    size_t order = 0;  ///< 1 for the first answer that arrived at this fixture
  };
  explicit Asked(std::shared_ptr<State> state) : state_(std::move(state)) {}

  bool arrived() const { return state_->answer || state_->failure; }
  /// The actor did not answer: it ended, or does not know the message.
  bool failed() const { return state_->failure.has_value(); }
  const Result<T>& result() const { return state_->answer.value(); }
  const T& value() const { return result().value(); }
  Errc error() const { return result().error(); }
  size_t order() const { return state_->order; }

 private:
  std::shared_ptr<State> state_;
};

class ActorFixture {
 public:
  ActorFixture() : system_(config_) { system_.await_actors_before_shutdown(false); }
  ~ActorFixture() { end(); }

  /// Ends all actors, while what they refer to still is there.
  void end() {
    for (const auto& actor : spawned_) caf::anon_send_exit(actor, caf::exit_reason::kill);
    spawned_.clear();
    run();
  }

  caf::actor_system& system() { return system_; }

  template <class Fn, class... Args>
  auto spawn(Fn fn, Args&&... args) {
    auto actor = system_.spawn(fn, std::forward<Args>(args)...);
    spawned_.push_back(caf::actor_cast<caf::strong_actor_ptr>(actor));
    return actor;
  }

  /// Runs every actor until none has mail.
  void run() { scheduler().run(); }

  /// Runs one actor for one message. False when none has mail.
  bool step() { return scheduler().try_run_once(); }

  /// Lets delayed messages of the next `time` arrive, and runs.
  void advance(std::chrono::milliseconds time) {
    scheduler().clock().advance_time(time);
    run();
  }

  /// Sends a request and runs until nothing moves: what has not arrived then waits for something.
  template <class T, class Handle, class... Args>
  Asked<T> ask(const Handle& actor, Args... args) {
    auto asked = ask_later<T>(actor, args...);
    run();
    return asked;
  }

  /// Sends a request; it is looked at by the next run().
  template <class T, class Handle, class... Args>
  Asked<T> ask_later(const Handle& actor, Args... args) {
    auto state = std::make_shared<typename Asked<T>::State>();
    spawn([=, this](caf::event_based_actor* self) {
      self->request(actor, caf::infinite, args...)
          .then(
              [=, this](const Result<T>& answer) {
                state->answer = answer;
                state->order = ++arrived_;
              },
              [=, this](const caf::error& failure) {
                state->failure = failure;
                state->order = ++arrived_;
              });
    });
    return Asked<T>{state};
  }

 private:
  struct Config : caf::actor_system_config {
    Config() { set("scheduler.policy", caf::atom("testing")); }
  };
  caf::scheduler::test_coordinator& scheduler() {
    return dynamic_cast<caf::scheduler::test_coordinator&>(system_.scheduler());
  }

  Config config_;
  caf::actor_system system_;
  std::vector<caf::strong_actor_ptr> spawned_;
  size_t arrived_ = 0;
};
