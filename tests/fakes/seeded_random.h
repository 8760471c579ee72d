// tests/fakes/seeded_random.h: a Random that gives the same bytes for the same seed.
#pragma once
#include <random>

#include "actors/base/random.h"

class SeededRandom final : public Random {
 public:
  explicit SeededRandom(uint64_t seed = 1) : engine_(seed) {}
  void fill(std::span<std::byte> bytes) override {
    for (auto& byte : bytes) byte = static_cast<std::byte>(engine_() & 0xff);
  }

 private:
  std::mt19937_64 engine_;
};
