// bench/load/generator/driver.cc: slots that carry one operation each.
#include "bench/load/generator/driver.h"

#include <algorithm>
#include <chrono>
#include <memory>

#include "bench/load/generator/client.h"

namespace load {
namespace {
using Clock = Network::Clock;

constexpr double wait_max = 0.1;  // seconds

double seconds_of(Clock::duration duration) {
  return std::chrono::duration<double>(duration).count();
}

/// An operation under way.
struct Slot {
  Values values;
  const Operation* operation = nullptr;
  size_t step = 0;
  double start = 0;  ///< intended
  std::unique_ptr<Client> client;
};

class Driver {
 public:
  Driver(const Scenario& scenario, const Target& target, const Plan& plan,
         const Companion& companion, uint64_t& serial)
      : scenario_(scenario),
        plan_(plan),
        companion_(companion),
        serial_(serial),
        random_(plan.seed),
        tally_(plan.climb, plan.climb + plan.seconds),
        checks_(scenario.lists),
        token_(companion.token()),
        network_(target) {
    std::vector<double> weights;
    weights.reserve(scenario.operations.size());
    for (const Operation& operation : scenario.operations) weights.push_back(operation.weight);
    choice_ = std::discrete_distribution<size_t>(weights.begin(), weights.end());
    if (plan.rate) arrivals_.emplace(Rates{0, *plan.rate, plan.climb}, plan.poisson, plan.seed + 1);
    for (unsigned i = 0; i < plan.connections; ++i) {
      Slot* slot = slots_.emplace_back(std::make_unique<Slot>()).get();
      slot->client = network_.client([this, slot](const Reply& reply) { answered(*slot, reply); });
      idle_.push_back(slot);
    }
  }

  Tally run(const std::function<void(const Tally&, double)>& each_second) {
    began_ = Clock::now();
    const double end = plan_.climb + plan_.seconds;
    double told = 0;
    if (arrivals_) next_arrival_ = arrivals_->next();
    while (now() < end || idle_.size() < slots_.size()) {
      start_due(end);
      network_.wait(began_ + std::chrono::duration_cast<Clock::duration>(next_due()));
      if (now() - told < 1) continue;
      told = now();
      token_ = companion_.token();
      tally_.advance(std::min(told, end));
      each_second(tally_, told);
    }
    tally_.advance(end);
    while (arrivals_ && next_arrival_ < end) {
      tally_.add_unstarted();
      next_arrival_ = arrivals_->next();
    }
    return std::move(tally_);
  }

 private:
  double now() const { return seconds_of(Clock::now() - began_); }

  /// Clients that the climb has let in so far.
  size_t clients() const {
    if (plan_.climb <= 0) return slots_.size();
    const double share = std::min(1.0, now() / plan_.climb);
    return std::max<size_t>(1, static_cast<size_t>(share * static_cast<double>(slots_.size())));
  }

  void start_due(double end) {
    while (!idle_.empty()) {
      const double time = now();
      double start = time;
      if (arrivals_) {
        // What should have started while no connection was free is still started, late.
        if (next_arrival_ > time || time >= end) return;
        start = next_arrival_;
        next_arrival_ = arrivals_->next();
      } else if (time >= end || slots_.size() - idle_.size() >= clients()) {
        return;
      }
      Slot& slot = *idle_.back();
      idle_.pop_back();
      slot.operation = &scenario_.operations[choice_(random_)];
      slot.step = 0;
      slot.values = {{std::string{operation_value}, std::to_string(++serial_)}};
      send(slot, start);
    }
  }

  void send(Slot& slot, double start) {
    const Step& step = slot.operation->steps[slot.step];
    const Source source{random_, serial_, std::chrono::system_clock::now(), scenario_.lists,
                        slot.values};
    slot.start = start;
    slot.client->send({step.method, step.path.filled(source), step.body.filled(source), token_});
  }

  /// When there is something to do without any answer: seconds from the beginning.
  std::chrono::duration<double> next_due() const {
    const double latest = now() + wait_max;
    const bool waits_for_arrival = arrivals_ && !idle_.empty();
    return std::chrono::duration<double>{waits_for_arrival ? std::min(latest, next_arrival_)
                                                           : latest};
  }

  void answered(Slot& slot, const Reply& reply) {
    const Step& step = slot.operation->steps[slot.step];
    const double ended = now();
    if (reply.is_second) tally_.add_second();
    const Verdict verdict = reply.fault.empty()
                                ? checks_.check(step, reply.status, reply.body, slot.values)
                                : Verdict{Outcome::wrong, reply.fault};
    const double latency = std::max(0.0, ended - slot.start);
    tally_.add(step.name, verdict, ended, static_cast<uint64_t>(latency * 1e6));
    if (verdict.outcome == Outcome::right && ++slot.step < slot.operation->steps.size()) {
      send(slot, ended);
    } else {
      idle_.push_back(&slot);
    }
  }

  const Scenario& scenario_;
  const Plan& plan_;
  const Companion& companion_;
  uint64_t& serial_;
  std::mt19937_64 random_;
  std::discrete_distribution<size_t> choice_;
  std::optional<Arrivals> arrivals_;
  double next_arrival_ = 0;
  Tally tally_;
  Checks checks_;
  std::string token_;
  Clock::time_point began_ = Clock::now();
  Network network_;
  std::vector<std::unique_ptr<Slot>> slots_;
  std::vector<Slot*> idle_;
};
}  // namespace

void prepare(Scenario& scenario, const Target& target, const std::string& token, uint64_t& serial,
             uint64_t seed) {
  std::mt19937_64 random{seed};
  Checks checks{scenario.lists};
  for (const Preparation& preparation : scenario.preparations) {
    for (unsigned time = 0; time < preparation.times; ++time) {
      Values values{{std::string{operation_value}, std::to_string(++serial)}};
      for (const Step& step : preparation.steps) {
        const Source source{random, serial, std::chrono::system_clock::now(), scenario.lists,
                            values};
        const Answer answer = ask(target, step.method, target.base + step.path.filled(source),
                                  step.body.filled(source), token);
        const Verdict verdict = checks.check(step, answer.status, answer.body, values);
        if (verdict.outcome != Outcome::right)
          throw WebFault("preparation " + step.name + ": " + verdict.reason);
      }
      values.erase(std::string{operation_value});
      for (auto& [name, value] : values) scenario.lists[name].push_back(std::move(value));
    }
  }
}

Tally drive(const Scenario& scenario, const Target& target, const Plan& plan,
            const Companion& companion, uint64_t& serial,
            const std::function<void(const Tally&, double now)>& each_second) {
  return Driver{scenario, target, plan, companion, serial}.run(each_second);
}
}  // namespace load
