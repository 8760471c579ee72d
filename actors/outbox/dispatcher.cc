// actors/outbox/dispatcher.cc: turns, workers, breaker.
#include "actors/outbox/dispatcher.h"

#include <algorithm>
#include <deque>
#include <exception>

#include "actors/base/log.h"
#include "actors/outbox/outbox_actor.h"

namespace outbox {
namespace {
constexpr std::chrono::milliseconds early_max{1};

/// One dispatcher's memory. Lost with the process, and the partitions say again what they want.
class Desk : public std::enable_shared_from_this<Desk> {
 public:
  Desk(Dispatcher::pointer self, DispatcherConfig config, Clock clock)
      : self_(self),
        config_(std::move(config)),
        clock_(std::move(clock)),
        breaker_(config_.breaker),
        idle_(config_.workers) {}

  void want(const caf::strong_actor_ptr& who) {
    const auto same = [&](const caf::strong_actor_ptr& one) { return one == who; };
    if (std::ranges::none_of(line_, same)) line_.push_back(who);
    hand_out();
  }

  caf::result<Result<Done>> stop() {
    stopping_ = true;
    if (under_way_ == 0) return Result<Done>{Done{}};
    auto promise = self_->make_response_promise<Result<Done>>();
    waiting_for_stop_.push_back(promise);
    return promise;
  }

 private:
  void hand_out() {
    while (!stopping_ && !line_.empty() && !idle_.empty() && breaker_.may_try(clock_())) {
      const auto who = caf::actor_cast<Actor>(line_.front());
      line_.pop_front();
      begin(who);
    }
    if (!line_.empty() && breaker_.is_open()) wake_at(breaker_.opens_until());
  }

  void begin(const Actor& who) {
    Worker with = std::move(idle_.back());
    idle_.pop_back();
    breaker_.started(clock_());
    ++under_way_;
    self_->request(who, caf::infinite, take_atom::value, config_.channel)
        .then(
            [desk = shared_from_this(), who, with](const Result<std::optional<Job>>& taken) {
              if (!taken.ok() || !taken.value()) return desk->not_made(with);
              desk->deliver(who, with, *taken.value());
            },
            [desk = shared_from_this(), with](const caf::error&) { desk->not_made(with); });
  }

  /// The partition had nothing after all, or could not say: it comes again.
  void not_made(const Worker& with) {
    breaker_.not_made();
    idle_.push_back(with);
    ended();
  }

  void deliver(const Actor& who, const Worker& with, const Job& job) {
    ++config_.state->in_flight;
    const auto done = [desk = shared_from_this(), who, with, id = job.id](const Attempt& attempt) {
      --desk->config_.state->in_flight;
      desk->idle_.push_back(with);
      desk->judge(attempt);
      desk->settle(who, id, attempt);
    };
    self_->request(with, caf::infinite, deliver_atom::value, job)
        .then(done, [done](const caf::error&) { done(Attempt{}); });
  }

  void judge(const Attempt& attempt) {
    const bool failed = attempt.outcome == Attempt::Outcome::failed;
    const bool was_open = breaker_.is_open();
    breaker_.answered(!failed || !is_providers_own(attempt.fault), clock_());
    config_.state->open = breaker_.is_open();
    if (was_open == breaker_.is_open()) return;
    const std::string channel = name_of(config_.channel);
    if (breaker_.is_open())
      logging::warning("outbox: the provider of " + channel +
                       " is left alone for a while: " + std::string{text_of(attempt.fault)});
    else
      logging::info("outbox: the provider of " + channel + " is back");
  }

  /// The partition has what came of it at once; the delivery counts until that is durable.
  void settle(const Actor& who, const Id& id, const Attempt& attempt) {
    self_->request(who, caf::infinite, settle_atom::value, id, attempt)
        .then([desk = shared_from_this()](const Result<Done>&) { desk->ended(); },
              [desk = shared_from_this()](const caf::error&) { desk->ended(); });
    hand_out();
  }

  void ended() {
    --under_way_;
    if (stopping_ && under_way_ == 0) {
      for (auto& promise : waiting_for_stop_) promise.deliver(Result<Done>{Done{}});
      waiting_for_stop_.clear();
    }
    hand_out();
  }

  void wake_at(UtcTime time) {
    if (woken_at_ == time) return;
    woken_at_ = time;
    // A little later, so that a timer that is early does not find the time not yet come.
    const auto wait = std::max(time - clock_(), UtcTime::duration::zero()) + early_max;
    self_->delayed_send(self_, wait, want_atom::value, caf::strong_actor_ptr{});
  }

  friend Dispatcher::behavior_type outbox::dispatcher(Dispatcher::pointer self,
                                                      DispatcherConfig config, Clock clock);

  Dispatcher::pointer self_;
  DispatcherConfig config_;
  Clock clock_;
  Breaker breaker_;
  std::vector<Worker> idle_;
  std::deque<caf::strong_actor_ptr> line_;  ///< partitions with something due, at most once each
  std::vector<caf::typed_response_promise<Result<Done>>> waiting_for_stop_;
  size_t under_way_ = 0;
  bool stopping_ = false;
  UtcTime woken_at_{};
};
}  // namespace

Worker::behavior_type worker(Worker::pointer, const std::shared_ptr<Provider>& provider) {
  return {[provider](deliver_atom, const Job& job) -> Attempt {
    try {
      return provider->deliver(job);
    } catch (const std::exception&) {  // Its text may quote the message.
      logging::error("outbox: a provider threw at message " + text_of(job.id));
      return {};
    }
  }};
}

Dispatcher::behavior_type dispatcher(Dispatcher::pointer self, DispatcherConfig config,
                                     Clock clock) {
  const auto desk = std::make_shared<Desk>(self, std::move(config), std::move(clock));
  return {
      [desk](want_atom, const caf::strong_actor_ptr& who) {
        if (who) return desk->want(who);
        desk->hand_out();  // The breaker's time has come.
      },
      [desk](stop_atom) { return desk->stop(); },
  };
}
}  // namespace outbox
