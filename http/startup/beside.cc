// http/startup/beside.cc: the main thread sleeps until the work has ended, a signal comes, or a
// step has taken too long.
#include "http/startup/beside.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <exception>
#include <future>
#include <iostream>
#include <thread>
#include <utility>

#include "http/startup/arguments.h"
#include "http/startup/problem.h"
#include "http/startup/process.h"

namespace startup {
namespace {
using std::chrono::milliseconds;
using std::chrono::steady_clock;

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {
    if (number < 0) throw Problem(exit_unavailable, "no descriptor is left");
  }
  ~Descriptor() { ::close(number_); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }

 private:
  int number_;
};

sigset_t ending_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int number : {SIGTERM, SIGINT}) sigaddset(&set, number);
  return set;
}

/// When the step under way began.
class StepTime {
 public:
  void begin() { began_ = steady_clock::now().time_since_epoch().count(); }
  /// Of `step_max`, at least 0.
  milliseconds rest(milliseconds step_max) const {
    const steady_clock::time_point began{steady_clock::duration{began_.load()}};
    const auto rest = std::chrono::ceil<milliseconds>(began + step_max - steady_clock::now());
    return std::max(rest, milliseconds{0});
  }

 private:
  std::atomic<steady_clock::rep> began_{steady_clock::now().time_since_epoch().count()};
};

[[noreturn]] void end_by_signal() {
  say("stopped");
  std::_Exit(exit_ok);
}

[[noreturn]] void end_by_time(milliseconds step_max) {
  std::cerr << fmt::format(
                   "idkernel: the token hangs: a step of opening it and the server's own keys took "
                   "longer than {} ms, six times idkernel.hsm.call-timeout-ms",
                   step_max.count())
            << std::endl;
  std::_Exit(exit_unavailable);
}
}  // namespace

void do_beside(std::optional<milliseconds> step_max, const std::function<void(const Step&)>& work) {
  const sigset_t ending = ending_signals();
  const Descriptor done{::eventfd(0, EFD_CLOEXEC)};
  const Descriptor signals{::signalfd(-1, &ending, SFD_CLOEXEC)};
  StepTime time;
  std::exception_ptr fault;
  std::thread thread{[&] {
    try {
      work([&] { time.begin(); });
    } catch (...) {
      fault = std::current_exception();
    }
    ::eventfd_write(done.number(), 1);
  }};
  pollfd either[] = {{done.number(), POLLIN, 0}, {signals.number(), POLLIN, 0}};
  while (true) {
    const int wait = step_max ? static_cast<int>(time.rest(*step_max).count()) : -1;
    if (::poll(either, std::size(either), wait) < 0) continue;  // EINTR
    if (either[0].revents != 0) break;
    if (either[1].revents != 0) end_by_signal();
    if (step_max && time.rest(*step_max) == milliseconds{0}) end_by_time(*step_max);
  }
  thread.join();
  if (fault) std::rethrow_exception(fault);
}

bool ends_within(milliseconds limit, std::function<void()> work) {
  std::packaged_task<void()> task{std::move(work)};
  const auto ended = task.get_future();
  std::thread thread{std::move(task)};
  const bool in_time = ended.wait_for(limit) == std::future_status::ready;
  // Joined, since the work has ended before its thread has: what that still frees must not meet the
  // exit handlers.
  if (in_time)
    thread.join();
  else
    thread.detach();
  return in_time;
}
}  // namespace startup
