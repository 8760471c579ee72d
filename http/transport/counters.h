// http/transport/counters.h: what one reactor counts. One thread writes, any thread reads.
#pragma once
#include <atomic>
#include <cstdint>

namespace http::transport {

/// Written by one thread only, so adding needs no locked instruction.
class Counter {
 public:
  void add(uint64_t n = 1) {
    value_.store(value_.load(std::memory_order_relaxed) + n, std::memory_order_relaxed);
  }
  uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<uint64_t> value_{0};
};

/// As in Stats.
struct Counters {
  Counter accepted;
  Counter requests;
  Counter bytes_in;
  Counter bytes_out;
  Counter bad_requests;
  Counter too_large;
  Counter refused_bodies;
  Counter refused_connections;
  Counter accept_pauses;
  Counter tls_failures;
  Counter handler_exceptions;
  Counter slow_readers;
  Counter late_replies;
  Counter header_timeouts;
  Counter body_timeouts;
  Counter idle_timeouts;
  Counter request_timeouts;
};

}  // namespace http::transport
