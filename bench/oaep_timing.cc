// bench/oaep_timing.cc: whether decrypt's time tells a good RSA padding from a bad one: Welch's t
// over many samples of both, taken in random order.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <random>
#include <vector>

#include "actors/cryptomanager/cipher.h"
#include "crypto/random.h"

namespace {
using cryptomanager::Parts;

constexpr size_t blocks = 64;
/// Interrupts and other tenants: the slowest samples of both kinds are left out alike.
constexpr double kept_share = 0.9;

std::string random_bytes(size_t count) {
  crypto::SystemRandom random;
  std::string out(count, '\0');
  random.fill(std::as_writable_bytes(std::span{out}));
  return out;
}

/// Blocks of `key` that open; and blocks of the same size, below the modulus, that do not.
std::vector<std::string> good_blocks(const crypto::PublicKey& key) {
  std::vector<std::string> out;
  for (size_t i = 0; i < blocks; ++i)
    out.push_back(key.encrypt_oaep_sha256(random_bytes(cryptomanager::session_key_bytes)).value());
  return out;
}
std::vector<std::string> bad_blocks() {
  std::vector<std::string> out;
  for (size_t i = 0; i < blocks; ++i) {
    out.push_back(random_bytes(cryptomanager::rsa_block_bytes));
    out.back().front() = '\0';
  }
  return out;
}

struct Moments {
  double mean = 0;
  double variance = 0;
  double count = 0;
};

Moments moments_of(std::vector<double> samples) {
  std::sort(samples.begin(), samples.end());
  samples.resize(static_cast<size_t>(static_cast<double>(samples.size()) * kept_share));
  Moments out;
  out.count = static_cast<double>(samples.size());
  for (const double sample : samples) out.mean += sample / out.count;
  for (const double sample : samples)
    out.variance += (sample - out.mean) * (sample - out.mean) / (out.count - 1);
  return out;
}

double welch_t(const Moments& a, const Moments& b) {
  return (a.mean - b.mean) / std::sqrt(a.variance / a.count + b.variance / b.count);
}
}  // namespace

/// oaep_timing [SAMPLES], 100,000 unless told.
int main(int argc, char** argv) {
  const size_t samples = argc > 1 ? static_cast<size_t>(std::atoll(argv[1])) : 100'000;
  const auto key = crypto::SoftPrivateKey::generate(crypto::KeyKind::rsa).value();
  const std::vector<std::string> kinds[] = {good_blocks(key->public_key()), bad_blocks()};
  const std::string data = random_bytes(1024 + 48);
  crypto::SystemRandom random;
  std::mt19937_64 order{std::random_device{}()};
  std::vector<double> took[2];
  for (size_t i = 0; i < samples; ++i) {
    const uint64_t drawn = order();
    const size_t kind = drawn & 1;
    Parts parts{.r2 = true, .thumbprint = {}, .rsa_block = {}, .data = data};
    parts.rsa_block = kinds[kind][(drawn >> 1) % blocks];
    const auto before = std::chrono::steady_clock::now();
    const bool opened = cryptomanager::decrypt(*key, parts, {}, random).ok();
    const auto after = std::chrono::steady_clock::now();
    if (opened) return 1;  // The data is random: nothing may open it.
    took[kind].push_back(std::chrono::duration<double, std::micro>(after - before).count());
  }
  const Moments good = moments_of(took[0]);
  const Moments bad = moments_of(took[1]);
  fmt::print(
      "padding good: {:.0f} samples, mean {:.3f} us; padding bad: {:.0f}, {:.3f} us; t = {:.2f}\n",
      good.count, good.mean, bad.count, bad.mean, welch_t(good, bad));
  return 0;
}
