// bench/load/generator/companion.h: the thread beside the load: keeps the token fresh, asks the
// server how it is.
#pragma once
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "bench/load/generator/web.h"

namespace load {
/// What the management port said at a second of the run.
struct Sample {
  double at = 0;
  double cpu_seconds = 0;  ///< user and system, since the server started
  double resident_mib = 0;
};

/// Empty client id: nobody signs in, requests carry no token.
struct SignIn {
  std::string app_id = "admin";
  std::string client_id;
  std::string secret;
};

/// Signs in at once; throws WebFault when that fails.
class Companion {
 public:
  Companion(Target target, SignIn sign_in);
  ~Companion();
  Companion(const Companion&) = delete;
  Companion& operator=(const Companion&) = delete;

  /// Begins the samples; their times count from now.
  void start();
  std::string token() const;
  std::vector<Sample> samples() const;
  /// Samples and sign-ins of the run that got no answer.
  uint64_t missed() const { return missed_; }

 private:
  void run();
  std::string signed_in() const;
  void take_sample(double at);

  Target target_;
  SignIn sign_in_;
  mutable std::mutex mutex_;
  std::condition_variable ended_;
  bool ends_ = false;
  std::string token_;
  std::vector<Sample> samples_;
  std::atomic<uint64_t> missed_{0};
  std::thread thread_;
};
}  // namespace load
