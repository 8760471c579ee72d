// bench/oaep_timing.cc: whether decrypt's time tells a good RSA padding from a bad one: Welch's t
// over many samples of both, taken in random order. Once with a key in memory, and once with our
// own unpadding, which serves tokens that decrypt RSA without it, in place of RSA: its time is
// small, and a difference would not drown in that of RSA.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <random>
#include <vector>

#include "actors/cryptomanager/cipher.h"
#include "crypto/oaep.h"
#include "crypto/random.h"
#include "tests/crypto/oaep_encoding.h"

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

/// A token that does raw RSA, without the RSA: what it is given is what RSA would have given.
class UnpaddingKey final : public crypto::PrivateKey {
 public:
  explicit UnpaddingKey(const crypto::PublicKey& key) : key_(key) {}
  const crypto::PublicKey& public_key() const override { return key_; }
  Expected<std::string, crypto::Errc> sign(crypto::Scheme, std::string_view) const override {
    return crypto::Errc::bad_key;
  }
  Expected<crypto::SecureBytes, crypto::Errc> decrypt_oaep_sha256(
      std::string_view block) const override {
    return crypto::oaep_sha256_unpad(std::as_bytes(std::span{block}));
  }

 private:
  const crypto::PublicKey& key_;
};

/// Blocks for an UnpaddingKey: with a session key in them; and with one that has a wrong byte.
std::vector<std::string> encoded_blocks(bool are_good) {
  std::vector<std::string> out;
  for (size_t i = 0; i < blocks; ++i) {
    std::string data = crypto::oaep::data_block(random_bytes(cryptomanager::session_key_bytes));
    if (!are_good) data[i] = static_cast<char>(data[i] ^ 1);
    out.push_back(crypto::oaep::encoded(std::move(data)));
  }
  return out;
}

/// False when something was opened: the data is random, and nothing may open it.
bool compare(std::string_view what, const crypto::PrivateKey& key, size_t samples,
             const std::vector<std::string>& good, const std::vector<std::string>& bad) {
  const std::vector<std::string>* kinds[] = {&good, &bad};
  const std::string data = random_bytes(1024 + 48);
  crypto::SystemRandom random;
  std::mt19937_64 order{std::random_device{}()};
  std::vector<double> took[2];
  for (size_t i = 0; i < samples; ++i) {
    const uint64_t drawn = order();
    const size_t kind = drawn & 1;
    Parts parts{.r2 = true, .thumbprint = {}, .rsa_block = {}, .data = data};
    parts.rsa_block = (*kinds[kind])[(drawn >> 1) % blocks];
    const auto before = std::chrono::steady_clock::now();
    const bool opened = cryptomanager::decrypt(key, parts, {}, random).ok();
    const auto after = std::chrono::steady_clock::now();
    if (opened) return false;
    took[kind].push_back(std::chrono::duration<double, std::micro>(after - before).count());
  }
  const Moments right = moments_of(took[0]);
  const Moments wrong = moments_of(took[1]);
  fmt::print(
      "{}: padding good: {:.0f} samples, mean {:.3f} us; bad: {:.0f}, {:.3f} us; t = {:.2f}\n",
      what, right.count, right.mean, wrong.count, wrong.mean, welch_t(right, wrong));
  return true;
}
}  // namespace

/// oaep_timing [SAMPLES], 100,000 unless told.
int main(int argc, char** argv) {
  const size_t samples = argc > 1 ? static_cast<size_t>(std::atoll(argv[1])) : 100'000;
  const auto key = crypto::SoftPrivateKey::generate(crypto::KeyKind::rsa).value();
  const UnpaddingKey unpadding{key->public_key()};
  const bool in_memory =
      compare("key in memory", *key, samples, good_blocks(key->public_key()), bad_blocks());
  const bool own = compare("our own unpadding, no RSA", unpadding, samples, encoded_blocks(true),
                           encoded_blocks(false));
  return in_memory && own ? 0 : 1;
}
