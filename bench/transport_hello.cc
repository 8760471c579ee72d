// bench/transport_hello.cc: the transport alone: a fixed answer, from the reactor or from another
// thread. Leaves out routing, JSON, actors and the store.
// Use: transport_hello [--threaded] [PORT]; drive it with `wrk -t1 -c64 -d10
// http://127.0.0.1:PORT/`; on end of input it prints the requests answered and the CPU microseconds
// each took.
#include <sys/resource.h>

#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <string_view>
#include <thread>
#include <vector>

#include "http/transport/server.h"

namespace {
using http::transport::Reply;
using http::transport::Request;
using http::transport::Response;

Response hello() {
  Response response;
  response.body = R"({"response":"hello"})";
  return response;
}

/// Stands for an actor: takes what queued up, and answers it in one burst.
class Answerer {
 public:
  Answerer() : thread_([this] { run(); }) {}
  ~Answerer() {
    {
      const std::lock_guard lock(mutex_);
      ended_ = true;
    }
    ready_.notify_one();
    thread_.join();
  }
  void take(Reply reply) {
    bool first = false;
    {
      const std::lock_guard lock(mutex_);
      first = waiting_.empty();
      waiting_.push_back(std::move(reply));
    }
    if (first) ready_.notify_one();
  }

 private:
  void run() {
    std::vector<Reply> work;
    for (std::unique_lock lock(mutex_);;) {
      ready_.wait(lock, [this] { return ended_ || !waiting_.empty(); });
      if (ended_) return;
      work.swap(waiting_);
      lock.unlock();
      std::vector<std::pair<Reply, Response>> answers;
      for (Reply& reply : work) answers.emplace_back(std::move(reply), hello());
      send_many(std::move(answers));
      work.clear();
      lock.lock();
    }
  }
  std::mutex mutex_;
  std::condition_variable ready_;
  bool ended_ = false;
  std::vector<Reply> waiting_;
  std::thread thread_;
};

double cpu_us() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  const auto us = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) * 1e6 + static_cast<double>(t.tv_usec);
  };
  return us(used.ru_utime) + us(used.ru_stime);
}
}  // namespace

int main(int argc, char** argv) {
  bool threaded = false;
  http::transport::Options options;
  for (int i = 1; i < argc; ++i) {
    if (std::string_view(argv[i]) == "--threaded")
      threaded = true;
    else
      options.port = static_cast<uint16_t>(std::atoi(argv[i]));
  }
  Answerer answerer;
  http::transport::Server server(options, [&](const Request&, Reply reply) {
    if (threaded)
      answerer.take(std::move(reply));
    else
      reply.send(hello());
  });
  server.start();
  std::printf("listening on 127.0.0.1:%u\n", static_cast<unsigned>(server.port()));
  std::fflush(stdout);
  const double before = cpu_us();
  while (std::getchar() != EOF) {
  }
  const auto stats = server.stats();
  const double spent = cpu_us() - before;
  std::printf("%llu requests, %.2f us CPU each\n", static_cast<unsigned long long>(stats.requests),
              stats.requests == 0 ? 0.0 : spent / static_cast<double>(stats.requests));
}
