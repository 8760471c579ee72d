// tests/crypto_pool/crypto_pool_test.cc: real threads (CAF's testing scheduler does not run
// detached actors). A gate in the randomness holds a worker where a test wants it: no sleeps.
#include "actors/crypto_pool/crypto_pool.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <future>
#include <map>
#include <mutex>
#include <thread>

#include "actors/base/log.h"
#include "crypto/base64.h"
#include "tests/crypto/rfc7515_a2.h"

namespace crypto_pool {
constexpr std::chrono::seconds deadline{30};
constexpr crypto::Argon2Params cheap{.memory_kib = 64, .iterations = 1, .parallelism = 1};

/// Whoever draws waits until the gate is opened; then it can also be told to throw.
class Gate final : public ::Random {
 public:
  void fill(std::span<std::byte> bytes) override {
    std::unique_lock lock(mutex_);
    ++waiting_;
    changed_.notify_all();
    changed_.wait(lock, [&] { return open_; });
    if (throws_) throw std::runtime_error("no randomness in this test");
    for (std::byte& byte : bytes) byte = static_cast<std::byte>(drawn_++);
  }
  void open() { set(open_, true); }
  void set_throws(bool throws) { set(throws_, throws); }
  [[nodiscard]] bool await_visitor() {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, deadline, [&] { return waiting_ > 0; });
  }

 private:
  void set(bool& flag, bool value) {
    const std::lock_guard lock(mutex_);
    flag = value;
    changed_.notify_all();
  }
  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = false;
  bool throws_ = false;
  int waiting_ = 0;
  int drawn_ = 0;
};

class CryptoPool : public testing::Test {
 protected:
  CryptoPool() {
    logging::set_sink([](logging::Level, std::string_view) {});
  }

  ~CryptoPool() override { gate_->open(); }  // Also when a test gave up early.

  template <class T, class Handle>
  Result<T> reply_of(Handle handle) {
    Result<T> reply;
    handle.receive([&](Result<T>& answer) { reply = std::move(answer); },
                   [&](const caf::error&) { caf_error_ = true; });
    return reply;
  }
  template <class... Job>
  auto ask_fast(Job... job) {
    return self_->request(pool_->fast(), deadline, std::move(job)...);
  }
  template <class... Job>
  auto ask_slow(Job... job) {
    return self_->request(pool_->slow(), deadline, std::move(job)...);
  }
  auto ask_signature() { return ask_fast(rsa_sign_atom::value, key_, std::string(message_)); }
  auto ask_hash() { return ask_slow(pw_hash_atom::value, Secret("secret")); }

  void start(const Config& config) { pool_ = std::make_unique<Pool>(system_, config); }
  Config gated() const {
    return {.fast = {1, 2}, .slow = {1, 2}, .argon2 = cheap, .random = gate_};
  }

  std::string_view message_ = crypto::a2_message;
  crypto::RsaPrivateKey key_ =
      crypto::RsaPrivateKey::from_pkcs8_der(
          crypto::SecureBytes::from(*crypto::base64url_decode(crypto::a2_pkcs8)))
          .value();
  std::shared_ptr<Gate> gate_ = std::make_shared<Gate>();
  bool caf_error_ = false;
  caf::actor_system_config config_;
  caf::actor_system system_{config_};
  caf::scoped_actor self_{system_};
  std::unique_ptr<Pool> pool_;
};

TEST_F(CryptoPool, Signs) {
  start({});
  const auto signature = reply_of<std::string>(ask_signature());
  ASSERT_TRUE(signature.ok());
  EXPECT_EQ(crypto::base64url_encode(signature.value()), crypto::a2_signature);
}

TEST_F(CryptoPool, HashesAndChecksPasswords) {
  start({.argon2 = cheap});
  const auto phc = reply_of<std::string>(ask_hash());
  ASSERT_TRUE(phc.ok());
  EXPECT_TRUE(phc.value().starts_with("$argon2id$v=19$m=64,t=1,p=1$"));
  const auto check = [&](const char* password) {
    return reply_of<bool>(ask_slow(pw_check_atom::value, phc.value(), Secret(password)));
  };
  EXPECT_TRUE(check("secret").value());
  EXPECT_FALSE(check("Secret").value());
  EXPECT_FALSE(
      reply_of<bool>(ask_slow(pw_check_atom::value, std::string("no PHC"), Secret("x"))).value());
}

TEST_F(CryptoPool, AJobThatCannotBeDoneIsInternal) {
  start({.argon2 = cheap});
  const std::string too_long(crypto::password_bytes_max + 1, 'p');
  EXPECT_EQ(reply_of<std::string>(ask_slow(pw_hash_atom::value, Secret(too_long))).error(),
            Errc::internal);
}

TEST_F(CryptoPool, RefusesAtOnceBeyondItsBoundAndRecovers) {
  start(gated());
  auto first = ask_hash();
  auto second = ask_hash();
  auto third = ask_hash();
  // The gate is closed: this answer does not wait for the others.
  EXPECT_EQ(reply_of<std::string>(std::move(third)).error(), Errc::overloaded);
  EXPECT_EQ(pool_->slow_stats().queued, 2u);
  gate_->open();
  EXPECT_TRUE(reply_of<std::string>(std::move(first)).ok());
  EXPECT_TRUE(reply_of<std::string>(std::move(second)).ok());
  EXPECT_EQ(pool_->slow_stats().refused, 1u);
}

TEST_F(CryptoPool, AFullSlowLaneDoesNotHoldUpTheFastOne) {
  start(gated());
  auto held = ask_hash();
  ASSERT_TRUE(gate_->await_visitor());
  EXPECT_TRUE(reply_of<std::string>(ask_signature()).ok());
  gate_->open();
  EXPECT_TRUE(reply_of<std::string>(std::move(held)).ok());
}

TEST_F(CryptoPool, CountsWhatItDid) {
  start({.argon2 = cheap});
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(reply_of<std::string>(ask_signature()).ok());
  // A worker counts before it answers.
  EXPECT_EQ(pool_->fast_stats().done, 5u);
  EXPECT_EQ(pool_->fast_stats().queued, 0u);
  EXPECT_GT(pool_->fast_stats().busy_nanoseconds, 0u);
  EXPECT_EQ(pool_->slow_stats().done, 0u);
}

TEST_F(CryptoPool, RunsAnyJobForAnActor) {
  start({.argon2 = cheap});
  for (const Speed speed : {Speed::fast, Speed::slow}) {
    caf::scoped_actor asking{system_};
    system_.spawn([&, to = caf::actor{asking}](caf::event_based_actor* self) {
      const auto tell = [to, self](const Result<int>& result) {
        self->send(to, result.ok() ? result.value() : -static_cast<int>(result.error()));
      };
      const auto ask = [&](std::function<Result<int>()> work) {
        ask_pool<int>(self, pool_->runner(speed), {.caller = "keys"}, std::move(work), tell);
      };
      ask([]() -> Result<int> { return 7; });
      ask([]() -> Result<int> { return Errc::uin_not_found; });
      ask([]() -> Result<int> { throw std::runtime_error("job"); });
    });
    std::vector<int> heard;
    for (int i = 0; i < 3; ++i) asking->receive([&](int value) { heard.push_back(value); });
    std::sort(heard.begin(), heard.end());
    std::vector<int> expected{7, -static_cast<int>(Errc::uin_not_found),
                              -static_cast<int>(Errc::internal)};
    std::sort(expected.begin(), expected.end());
    EXPECT_EQ(heard, expected);
  }
}

TEST_F(CryptoPool, AThrowingJobKillsNoWorker) {
  start(gated());
  gate_->open();
  gate_->set_throws(true);
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(reply_of<std::string>(ask_hash()).error(), Errc::internal);
  }
  gate_->set_throws(false);
  EXPECT_TRUE(reply_of<std::string>(ask_hash()).ok());
  EXPECT_FALSE(caf_error_);
  EXPECT_EQ(pool_->slow_stats().done, 5u);
}

TEST_F(CryptoPool, EveryRequestIsAnsweredUnderLoad) {
  start({.fast = {2, 8}, .argon2 = cheap});
  using Handle = decltype(ask_signature());
  std::vector<Handle> asked;
  for (int i = 0; i < 200; ++i) asked.push_back(ask_signature());
  std::map<bool, uint64_t> counts;
  for (Handle& handle : asked) {
    const auto reply = reply_of<std::string>(std::move(handle));
    ++counts[reply.ok()];
    if (!reply.ok()) {
      EXPECT_EQ(reply.error(), Errc::overloaded);
    }
  }
  EXPECT_EQ(counts[true], pool_->fast_stats().done);
  EXPECT_EQ(counts[false], pool_->fast_stats().refused);
  EXPECT_GE(counts[true], 16u);
  EXPECT_FALSE(caf_error_);
}

/// How many of this process's threads have each nice value.
static std::map<int, size_t> threads_by_nice() {
  std::map<int, size_t> threads;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/task")) {
    const auto thread = static_cast<id_t>(std::stoul(entry.path().filename().string()));
    ++threads[getpriority(PRIO_PROCESS, thread)];
  }
  return threads;
}

TEST_F(CryptoPool, ItsThreadsStepBack) {
  if (getpriority(PRIO_PROCESS, 0) >= fast_lane_nice) GTEST_SKIP() << "the tests run niced";
  start({.fast = {2, 8}, .slow = {3, 8}});
  const auto stepped_back = [] {
    auto threads = threads_by_nice();
    return threads[fast_lane_nice] == 2 && threads[slow_lane_nice] == 3;
  };
  const auto end = std::chrono::steady_clock::now() + deadline;
  while (!stepped_back() && std::chrono::steady_clock::now() < end) std::this_thread::yield();
  EXPECT_TRUE(stepped_back());
}

TEST_F(CryptoPool, StoppingAnswersEveryone) {
  start(gated());
  auto running = ask_hash();
  auto waiting = ask_hash();
  ASSERT_TRUE(gate_->await_visitor());
  gate_->open();
  pool_->stop();
  reply_of<std::string>(std::move(running));
  reply_of<std::string>(std::move(waiting));
  caf_error_ = false;
  reply_of<std::string>(ask_signature());
  EXPECT_TRUE(caf_error_) << "a stopped pool signs no more";
  pool_->stop();
}

/// A device that does not answer until it is told to.
class Device {
 public:
  std::function<void()> call() {
    return [this] {
      std::unique_lock lock(mutex_);
      ++under_way_;
      changed_.notify_all();
      changed_.wait(lock, [&] { return answers_; });
    };
  }
  [[nodiscard]] bool await_calls(int count) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, deadline, [&] { return under_way_ >= count; });
  }
  void answer() {
    const std::lock_guard lock(mutex_);
    answers_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool answers_ = false;
  int under_way_ = 0;
};

class DeviceLane : public CryptoPool {
 protected:
  DeviceLane() {
    Config config = gated();
    config.device = device_limits(2);
    start(config);
  }
  ~DeviceLane() override {
    device_.answer();
    gate_->open();
    pool_->stop();
    // Also a worker that was given up has ended before the pool goes: self_ alone is left.
    while (system_.registry().running() > 1) std::this_thread::yield();
  }
  void submit(std::function<void()> work, std::function<void(Outcome)> ended = [](Outcome) {}) {
    pool_->lane(Speed::device)->submit({{.work = std::move(work)}, std::move(ended)});
  }
  Device device_;
};

TEST_F(DeviceLane, AsManyCallsAsItTakesLeaveOneWorkerAndTheOtherLanes) {
  submit(device_.call());
  submit(device_.call());
  ASSERT_TRUE(device_.await_calls(2));
  EXPECT_TRUE(reply_of<std::string>(ask_signature()).ok());
  gate_->open();
  EXPECT_TRUE(reply_of<std::string>(ask_hash()).ok());
  std::promise<Outcome> third;
  submit([] {}, [&](Outcome outcome) { third.set_value(outcome); });
  EXPECT_EQ(third.get_future().get(), Outcome::done);
  EXPECT_EQ(pool_->device_stats().queued, 2u);
  device_.answer();
  pool_->stop();
  EXPECT_EQ(pool_->device_stats().done, 3u);
}

TEST_F(DeviceLane, IsBounded) {
  const size_t room = 3 * device_limits(2).jobs_per_worker;
  std::atomic<size_t> refused{0};
  for (size_t i = 0; i < room + 5; ++i)
    submit(device_.call(), [&](Outcome outcome) { refused += outcome == Outcome::overloaded; });
  EXPECT_EQ(refused, 5u);
  EXPECT_EQ(pool_->device_stats().refused, 5u);
  device_.answer();
  pool_->stop();
}

TEST_F(DeviceLane, ACallThatDoesNotReturnIsGivenUpAtTheLimitAndWhatWaitedIsAnswered) {
  submit(device_.call());
  ASSERT_TRUE(device_.await_calls(1));
  EXPECT_NE(pool_->stop_until(std::chrono::steady_clock::now()), Left::nothing);
  std::promise<Outcome> late;
  submit([] {}, [&](Outcome outcome) { late.set_value(outcome); });
  EXPECT_EQ(late.get_future().get(), Outcome::stopped);
}

TEST_F(DeviceLane, AJobOfTheFastLaneThatDoesNotEndIsGivenUpAtTheLimitToo) {
  pool_->lane(Speed::fast)->submit({{.work = device_.call()}, [](Outcome) {}});
  ASSERT_TRUE(device_.await_calls(1));
  EXPECT_EQ(pool_->stop_until(std::chrono::steady_clock::now()), Left::job);
}

TEST_F(DeviceLane, AJobOfTheSlowLaneThatDoesNotEndIsGivenUpAtTheLimitToo) {
  pool_->lane(Speed::slow)->submit({{.work = device_.call()}, [](Outcome) {}});
  ASSERT_TRUE(device_.await_calls(1));
  EXPECT_EQ(pool_->stop_until(std::chrono::steady_clock::now()), Left::job);
}

TEST_F(DeviceLane, OneThatReturnsInTimeIsWaitedFor) {
  std::atomic<bool> ran{false};
  submit([&, call = device_.call()] {
    call();
    ran = true;
  });
  ASSERT_TRUE(device_.await_calls(1));
  std::jthread answering{[&] { device_.answer(); }};
  EXPECT_EQ(pool_->stop_until(std::chrono::steady_clock::now() + deadline), Left::nothing);
  EXPECT_TRUE(ran);
}

TEST_F(DeviceLane, RunsJobsOfActorsToo) {
  caf::scoped_actor asking{system_};
  system_.spawn([&, to = caf::actor{asking}](caf::event_based_actor* self) {
    ask_pool<int>(
        self, pool_->runner(Speed::device), {.caller = "keys"}, []() -> Result<int> { return 7; },
        [to, self](const Result<int>& result) {
          self->send(to, result.ok() ? result.value() : 0);
        });
  });
  asking->receive([&](int value) { EXPECT_EQ(value, 7); });
}

TEST_F(CryptoPool, WithoutADeviceThereIsNoLaneForOne) {
  start(gated());
  EXPECT_EQ(pool_->lane(Speed::device), nullptr);
  EXPECT_FALSE(pool_->runner(Speed::device));
  EXPECT_EQ(pool_->device_stats().done, 0u);
}
}  // namespace crypto_pool
