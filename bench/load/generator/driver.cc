// bench/load/generator/driver.cc: libcurl's multi interface on epoll; slots that carry one
// operation each.
#include "bench/load/generator/driver.h"

#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <memory>

namespace load {
namespace {
using Clock = std::chrono::steady_clock;

constexpr double wait_max = 0.1;  // seconds
constexpr int events_max = 256;

double seconds_of(Clock::duration duration) {
  return std::chrono::duration<double>(duration).count();
}

/// An operation under way.
struct Slot {
  std::string answer;
  std::string url;
  std::string body;
  Values values;
  const Operation* operation = nullptr;
  size_t step = 0;
  double start = 0;  ///< intended
  Easy easy;         // the last: its transfer writes to `answer`
};

struct MultiEnd {
  void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};

class Driver {
 public:
  Driver(const Scenario& scenario, const Target& target, const Plan& plan,
         const Companion& companion, uint64_t& serial)
      : scenario_(scenario),
        target_(target),
        plan_(plan),
        companion_(companion),
        serial_(serial),
        random_(plan.seed),
        tally_(plan.climb),
        headers_(json_headers()),
        token_(companion.token()) {
    std::vector<double> weights;
    weights.reserve(scenario.operations.size());
    for (const Operation& operation : scenario.operations) weights.push_back(operation.weight);
    choice_ = std::discrete_distribution<size_t>(weights.begin(), weights.end());
    if (plan.rate) arrivals_.emplace(Rates{0, *plan.rate, plan.climb}, plan.poisson, plan.seed + 1);
    epoll_ = epoll_create1(EPOLL_CLOEXEC);
    multi_.reset(curl_multi_init());
    if (epoll_ < 0 || !multi_) throw WebFault("no epoll or no libcurl");
    curl_multi_setopt(multi_.get(), CURLMOPT_SOCKETFUNCTION, watch);
    curl_multi_setopt(multi_.get(), CURLMOPT_SOCKETDATA, this);
    curl_multi_setopt(multi_.get(), CURLMOPT_TIMERFUNCTION, set_timer);
    curl_multi_setopt(multi_.get(), CURLMOPT_TIMERDATA, this);
    curl_multi_setopt(multi_.get(), CURLMOPT_MAXCONNECTS, static_cast<long>(plan.connections));
    for (unsigned i = 0; i < plan.connections; ++i) {
      slots_.push_back(std::make_unique<Slot>());
      slots_.back()->easy = make_easy(target, slots_.back()->answer);
      curl_easy_setopt(slots_.back()->easy.get(), CURLOPT_PRIVATE, slots_.back().get());
      idle_.push_back(slots_.back().get());
    }
  }
  ~Driver() {
    for (const auto& slot : slots_) curl_multi_remove_handle(multi_.get(), slot->easy.get());
    multi_.reset();
    close(epoll_);
  }
  Driver(const Driver&) = delete;
  Driver& operator=(const Driver&) = delete;

  Tally run(const std::function<void(const Tally&, double)>& each_second) {
    began_ = Clock::now();
    const double end = plan_.climb + plan_.seconds;
    double told = 0;
    if (arrivals_) next_arrival_ = arrivals_->next();
    while (now() < end || idle_.size() < slots_.size()) {
      start_due(end);
      wait();
      reap();
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
  static int watch(CURL*, curl_socket_t socket, int what, void* driver, void* known) {
    auto& self = *static_cast<Driver*>(driver);
    epoll_event event{};
    event.data.fd = socket;
    if (what == CURL_POLL_IN || what == CURL_POLL_INOUT) event.events |= EPOLLIN;
    if (what == CURL_POLL_OUT || what == CURL_POLL_INOUT) event.events |= EPOLLOUT;
    if (what == CURL_POLL_REMOVE) {
      epoll_ctl(self.epoll_, EPOLL_CTL_DEL, socket, nullptr);
    } else if (known != nullptr) {
      epoll_ctl(self.epoll_, EPOLL_CTL_MOD, socket, &event);
    } else {
      epoll_ctl(self.epoll_, EPOLL_CTL_ADD, socket, &event);
      curl_multi_assign(self.multi_.get(), socket, &self);
    }
    return 0;
  }
  static int set_timer(CURLM*, long milliseconds, void* driver) {
    auto& self = *static_cast<Driver*>(driver);
    self.timer_.reset();
    if (milliseconds >= 0) self.timer_ = self.now() + static_cast<double>(milliseconds) / 1000;
    return 0;
  }

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
    slot.answer.clear();
    slot.url = target_.base + step.path.filled(source);
    slot.body = step.body.filled(source);
    set_request(slot.easy.get(), step.method, slot.url, slot.body, headers_.get(), token_);
    if (curl_multi_add_handle(multi_.get(), slot.easy.get()) != CURLM_OK)
      throw WebFault("libcurl takes no request");
  }

  void wait() {
    double until = now() + wait_max;
    if (timer_) until = std::min(until, *timer_);
    if (arrivals_ && !idle_.empty()) until = std::min(until, next_arrival_);
    const double seconds = std::max(0.0, until - now());
    timespec timeout{};
    timeout.tv_sec = static_cast<time_t>(seconds);
    timeout.tv_nsec = static_cast<long>((seconds - static_cast<double>(timeout.tv_sec)) * 1e9);
    std::array<epoll_event, events_max> events{};
    const int count = epoll_pwait2(epoll_, events.data(), events_max, &timeout, nullptr);
    int running = 0;
    for (int i = 0; i < count; ++i) {
      const epoll_event& event = events[static_cast<size_t>(i)];
      int bits = 0;
      if ((event.events & EPOLLIN) != 0) bits |= CURL_CSELECT_IN;
      if ((event.events & EPOLLOUT) != 0) bits |= CURL_CSELECT_OUT;
      if ((event.events & (EPOLLERR | EPOLLHUP)) != 0) bits |= CURL_CSELECT_ERR;
      curl_multi_socket_action(multi_.get(), event.data.fd, bits, &running);
    }
    if (timer_ && *timer_ <= now()) {
      timer_.reset();
      curl_multi_socket_action(multi_.get(), CURL_SOCKET_TIMEOUT, 0, &running);
    }
  }

  void reap() {
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      Slot* slot = nullptr;
      long status = 0;
      const CURLcode result = message->data.result;
      curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &slot);
      curl_easy_getinfo(message->easy_handle, CURLINFO_RESPONSE_CODE, &status);
      curl_multi_remove_handle(multi_.get(), slot->easy.get());
      answered(*slot, result, status);
    }
  }

  void answered(Slot& slot, CURLcode result, long status) {
    const Step& step = slot.operation->steps[slot.step];
    const double ended = now();
    const Verdict verdict = result == CURLE_OK
                                ? checks_.check(step, status, slot.answer, slot.values)
                                : Verdict{Outcome::wrong, curl_easy_strerror(result)};
    const double latency = std::max(0.0, ended - slot.start);
    tally_.add(step.name, verdict, ended, static_cast<uint64_t>(latency * 1e6));
    if (verdict.outcome == Outcome::right && ++slot.step < slot.operation->steps.size()) {
      send(slot, ended);
    } else {
      idle_.push_back(&slot);
    }
  }

  const Scenario& scenario_;
  const Target& target_;
  const Plan& plan_;
  const Companion& companion_;
  uint64_t& serial_;
  std::mt19937_64 random_;
  std::discrete_distribution<size_t> choice_;
  std::optional<Arrivals> arrivals_;
  double next_arrival_ = 0;
  Tally tally_;
  Checks checks_;
  Headers headers_;
  std::string token_;
  Clock::time_point began_ = Clock::now();
  std::optional<double> timer_;  ///< when libcurl wants to be called
  int epoll_ = -1;
  std::unique_ptr<CURLM, MultiEnd> multi_;
  std::vector<std::unique_ptr<Slot>> slots_;
  std::vector<Slot*> idle_;
};
}  // namespace

void prepare(Scenario& scenario, const Target& target, const std::string& token, uint64_t& serial,
             uint64_t seed) {
  std::mt19937_64 random{seed};
  Checks checks;
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
