// bench/load/generator/companion.cc: one request a second to the management port, one sign-in each
// ten minutes.
#include "bench/load/generator/companion.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <optional>

namespace load {
namespace {
using namespace std::chrono_literals;
using std::chrono::steady_clock;

constexpr auto token_life = 10min;

/// The value of a Prometheus line without labels.
std::optional<double> value_of(const std::string& text, const std::string& name) {
  const size_t at = text.find("\n" + name + " ");
  if (at == std::string::npos) return std::nullopt;
  return std::strtod(text.c_str() + at + name.size() + 2, nullptr);
}
}  // namespace

Companion::Companion(Target target, SignIn sign_in)
    : target_(std::move(target)), sign_in_(std::move(sign_in)), token_(signed_in()) {}

Companion::~Companion() {
  {
    const std::lock_guard lock(mutex_);
    ends_ = true;
  }
  ended_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Companion::start() {
  thread_ = std::thread([this] { run(); });
}

std::string Companion::token() const {
  const std::lock_guard lock(mutex_);
  return token_;
}

std::vector<Sample> Companion::samples() const {
  const std::lock_guard lock(mutex_);
  return samples_;
}

std::string Companion::signed_in() const {
  if (sign_in_.client_id.empty()) return {};
  const std::string body = fmt::format(
      R"({{"id":"string","version":"string","requesttime":"2018-12-10T06:12:52.994Z","metadata":{{}},)"
      R"("request":{{"appId":"{}","clientId":"{}","secretKey":"{}"}}}})",
      sign_in_.app_id, sign_in_.client_id, sign_in_.secret);
  Answer answer = ask(target_, "POST",
                      target_.base + "/v1/authmanager/authenticate/clientidsecretkey", body, {});
  if (answer.token.empty())
    throw WebFault("sign-in was answered " + std::to_string(answer.status) + " without a token");
  return std::move(answer.token);
}

void Companion::run() {
  const auto began = steady_clock::now();
  auto renewed = began;
  for (auto next = began;; next += 1s) {
    {
      std::unique_lock lock(mutex_);
      if (ended_.wait_until(lock, next, [this] { return ends_; })) return;
    }
    try {
      if (steady_clock::now() - renewed > token_life) {
        std::string fresh = signed_in();
        const std::lock_guard lock(mutex_);
        token_ = std::move(fresh);
        renewed = steady_clock::now();
      }
      take_sample(std::chrono::duration<double>(steady_clock::now() - began).count());
    } catch (const WebFault&) {
      ++missed_;  // The plot has a gap; the load's own figures show a server that does not answer.
    }
  }
}

void Companion::take_sample(double at) {
  if (target_.management.empty()) return;
  const Answer answer = ask(target_, "GET", target_.management + "/actuator/prometheus", {}, {});
  const auto cpu = value_of(answer.body, "process_cpu_seconds_total");
  const auto resident = value_of(answer.body, "process_resident_memory_bytes");
  if (!cpu || !resident) return;
  const std::lock_guard lock(mutex_);
  samples_.push_back({at, *cpu, *resident / (1024 * 1024)});
}
}  // namespace load
