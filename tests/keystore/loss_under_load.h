// tests/keystore/loss_under_load.h: callers that go on while their token is away.
#pragma once
#include <atomic>
#include <thread>
#include <vector>

namespace keystore {
/// Four threads call `works` all the time. `lose` is called when calls succeed, `come_back` when
/// they fail; returns when they succeed again.
template <class Works, class Lose, class ComeBack>
void lose_under_load(const Works& works, const Lose& lose, const ComeBack& come_back) {
  std::atomic<bool> stop{false};
  std::atomic<int> good{0}, failed{0};
  std::vector<std::jthread> callers;
  callers.reserve(4);
  for (int t = 0; t < 4; ++t) {
    callers.emplace_back([&] {
      while (!stop) ++(works() ? good : failed);
    });
  }
  const auto wait_for_more = [](std::atomic<int>& count) {
    for (const int before = count; count < before + 20;) std::this_thread::yield();
  };
  wait_for_more(good);
  lose();
  wait_for_more(failed);
  come_back();
  wait_for_more(good);
  stop = true;
}
}  // namespace keystore
