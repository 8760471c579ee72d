// tests/transport/handlers.h: handlers that tests share.
#pragma once
#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <thread>

#include "http/transport/server.h"

namespace http::transport {

inline Response text(std::string body) {
  Response response;
  response.content_type = "text/plain";
  response.body = std::move(body);
  return response;
}

/// Answers on the reactor: method, path, query and body, in brackets.
inline void echo(const Request& request, Reply reply) {
  std::string out;
  for (const auto part : {request.method(), request.path(), request.query(), request.body()}) {
    out.append("[").append(part).append("]");
  }
  reply.send(text(std::move(out)));
}

/// Keeps replies until the test answers them.
class Held {
 public:
  void keep(const Request& request, Reply reply) {
    const std::lock_guard lock(mutex_);
    kept_.emplace_back(std::string(request.path()), std::move(reply));
    arrived_.notify_all();
  }
  /// The oldest kept request; a default Reply when none came within ten seconds.
  std::pair<std::string, Reply> next() {
    std::unique_lock lock(mutex_);
    if (!arrived_.wait_for(lock, std::chrono::seconds(10), [this] { return !kept_.empty(); }))
      return {};
    auto front = std::move(kept_.front());
    kept_.pop_front();
    return front;
  }
  size_t count() {
    const std::lock_guard lock(mutex_);
    return kept_.size();
  }
  Handler handler() {
    return [this](const Request& request, Reply reply) { keep(request, std::move(reply)); };
  }

 private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<std::pair<std::string, Reply>> kept_;
};

/// A thread that answers every request with its path, `delay` after it woke.
class Answerer {
 public:
  explicit Answerer(std::chrono::microseconds delay = std::chrono::microseconds(0))
      : delay_(delay), thread_([this] { run(); }) {}
  ~Answerer() {
    {
      const std::lock_guard lock(mutex_);
      ended_ = true;
    }
    ready_.notify_one();
    thread_.join();
  }
  Handler handler() {
    return [this](const Request& request, Reply reply) {
      const std::lock_guard lock(mutex_);
      work_.emplace_back(std::string(request.path()), std::move(reply));
      ready_.notify_one();
    };
  }

 private:
  void run() {
    for (std::unique_lock lock(mutex_);;) {
      ready_.wait(lock, [this] { return ended_ || !work_.empty(); });
      if (ended_) return;
      if (delay_.count() > 0) ready_.wait_for(lock, delay_, [this] { return ended_; });
      auto work = std::move(work_);
      work_.clear();
      lock.unlock();
      for (auto& [path, reply] : work) reply.send(text(std::move(path)));
      lock.lock();
    }
  }
  const std::chrono::microseconds delay_;
  std::mutex mutex_;
  std::condition_variable ready_;
  bool ended_ = false;
  std::deque<std::pair<std::string, Reply>> work_;
  std::thread thread_;
};

/// A started server.
class Running : public Server {
 public:
  explicit Running(Handler handler, Options options = {})
      : Server(std::move(options), std::move(handler)) {
    start();
  }
};

}  // namespace http::transport
