// http/transport/burst.cc: gathering a thread's answers.
#include "http/transport/burst.h"

namespace http::transport {
static thread_local Burst* of_thread = nullptr;

Burst::Burst(std::chrono::microseconds wait_max) : wait_max_(wait_max) { of_thread = this; }

Burst::~Burst() {
  of_thread = nullptr;
  send();
}

Burst* Burst::current() { return of_thread; }

void Burst::add(const Reply& reply, Response response) {
  const auto now = std::chrono::steady_clock::now();
  if (answers_.empty()) first_ = now;
  answers_.emplace_back(reply, std::move(response));
  if (answers_.size() >= answers_max || now - first_ >= wait_max_) send();
}

void Burst::send() { send_many(std::exchange(answers_, {})); }
}  // namespace http::transport
