// bench/crypto_bench.cc: CPU time of the cryptography alone: no mailbox, no disk. items_per_second
// is operations a second of one thread. Compare RSA with `openssl speed rsa2048`. PoolSign goes
// through the pool, 64 requests at a time: compare with `openssl speed -multi CORES rsa2048`.
#include <benchmark/benchmark.h>

#include <map>

#include "actors/crypto_pool/crypto_pool.h"
#include "actors/seal/index_key.h"
#include "actors/seal/sealer.h"
#include "crypto/aes_gcm.h"
#include "crypto/argon2.h"
#include "crypto/base64.h"
#include "crypto/digest.h"
#include "crypto/random.h"
#include "crypto/rsa.h"

namespace {
const crypto::RsaPrivateKey& key() {
  static const auto made = crypto::RsaPrivateKey::generate(2048);
  return made.value();
}

/// Runs `work`, which answers whether it succeeded, and counts it.
template <class Work>
void measure(benchmark::State& state, Work work) {
  for (auto _ : state) {
    if (!work()) return state.SkipWithError("the operation failed");
  }
  state.SetItemsProcessed(state.iterations());
}

void BM_RsaSign2048(benchmark::State& state) {
  key();
  measure(state, [] { return key().sign_pkcs1_sha256("message").ok(); });
}

void BM_RsaVerify2048(benchmark::State& state) {
  const auto public_key = key().public_key();
  const auto signature = key().sign_pkcs1_sha256("message");
  measure(state,
          [&] { return public_key.value().verify_pkcs1_sha256("message", signature.value()); });
}

void BM_Sha256(benchmark::State& state) {
  const std::string message(static_cast<size_t>(state.range(0)), 'm');
  measure(state, [&] {
    benchmark::DoNotOptimize(crypto::sha256(message));
    return true;
  });
}

void BM_HmacSha256Of32Bytes(benchmark::State& state) {
  const std::string secret(32, 'k');
  measure(state, [&] {
    benchmark::DoNotOptimize(crypto::hmac_sha256(secret, secret));
    return true;
  });
}

void BM_Argon2idDefault(benchmark::State& state) {
  crypto::SystemRandom random;
  measure(state, [&] { return crypto::hash_password("password", random).ok(); });
}

void BM_GcmSeal(benchmark::State& state) {
  const std::string secret(32, 'k'), nonce(12, 'n');
  const std::string message(static_cast<size_t>(state.range(0)), 'm');
  measure(state, [&] { return crypto::aes_256_gcm_seal({secret, nonce, {}}, message).ok(); });
}

void BM_GcmOpen(benchmark::State& state) {
  const std::string secret(32, 'k'), nonce(12, 'n');
  const std::string message(static_cast<size_t>(state.range(0)), 'm');
  const auto sealed = crypto::aes_256_gcm_seal({secret, nonce, {}}, message);
  measure(state,
          [&] { return crypto::aes_256_gcm_open({secret, nonce, {}}, sealed.value()).ok(); });
}

/// Holds the one data key; leaves out what a read of the store costs.
class OneRecord final : public store::Transaction {
 public:
  store::Read<std::optional<std::string>> get(std::string_view key) override {
    const auto at = kept_.find(key);
    if (at == kept_.end()) return std::optional<std::string>{};
    return std::optional{at->second};
  }
  void wait_for(std::string_view) override {}
  bool is_uncommitted(std::string_view) const override { return false; }
  void put(std::string_view key, std::string_view value) override {
    kept_[std::string(key)] = std::string(value);
  }
  void erase(std::string_view) override {}
  void erase_range(std::string_view, std::string_view) override {}
  void put_beside(store::Service, std::string_view, std::string_view) override {}
  bool wrote() const override { return false; }
  store::Read<size_t> scan(
      std::string_view, std::string_view,
      const std::function<bool(std::string_view, std::string_view)>&) override {
    return size_t{0};
  }

 private:
  std::map<std::string, std::string, std::less<>> kept_;
};

struct Sealing {
  crypto::SystemKeyRandom source;
  crypto::BufferedRandom random{source};
  OneRecord tx;
  seal::Sealer sealer{
      std::make_shared<const seal::MasterKey>(seal::MasterKey::generate(source)), random, {}};
  std::string text = std::string(200, 't');
};

void BM_Seal200Bytes(benchmark::State& state) {
  Sealing s;
  measure(state, [&] { return s.sealer.seal(s.tx, {}, {"record/1"}, s.text).ok(); });
}

void BM_Open200Bytes(benchmark::State& state) {
  Sealing s;
  const auto sealed = s.sealer.seal(s.tx, {}, {"record/1"}, s.text);
  measure(state, [&] { return s.sealer.open(s.tx, {"record/1"}, sealed.value()).ok(); });
}

void BM_IndexKeyOfPhone(benchmark::State& state) {
  const seal::IndexKey index(crypto::SecureBytes(32));
  measure(state, [&] { return index.key_of({"phone", "9876543210"}).size() == 32; });
}

template <class Source>
void BM_Random12Bytes(benchmark::State& state) {
  Source source;
  std::array<std::byte, 12> bytes;
  measure(state, [&] {
    source.fill(bytes);
    benchmark::DoNotOptimize(bytes);
    return true;
  });
}

void BM_BufferedRandom12Bytes(benchmark::State& state) {
  crypto::SystemRandom source;
  crypto::BufferedRandom random(source);
  std::array<std::byte, 12> bytes;
  measure(state, [&] {
    random.fill(bytes);
    benchmark::DoNotOptimize(bytes);
    return true;
  });
}

void BM_PoolSign2048(benchmark::State& state) {
  constexpr int at_a_time = 64;
  caf::actor_system_config config;
  caf::actor_system system(config);
  crypto_pool::Pool pool(system, {});
  caf::scoped_actor self(system);
  const auto ask = [&] {
    return self->request(pool.fast(), caf::infinite, crypto_pool::rsa_sign_atom::value, key(),
                         std::string("message"));
  };
  measure(state, [&] {
    std::vector<decltype(ask())> asked;
    for (int i = 0; i < at_a_time; ++i) asked.push_back(ask());
    int signed_well = 0;
    for (auto& handle : asked) {
      handle.receive([&](const Result<std::string>& reply) { signed_well += reply.ok(); },
                     [](const caf::error&) {});
    }
    return signed_well == at_a_time;
  });
  state.SetItemsProcessed(state.iterations() * at_a_time);
}

void BM_Base64UrlDecode(benchmark::State& state) {
  const std::string text = crypto::base64url_encode(std::string(256, '\xa5'));
  measure(state, [&] { return crypto::base64url_decode(text).has_value(); });
}
}  // namespace

BENCHMARK(BM_RsaSign2048);
BENCHMARK(BM_RsaVerify2048);
BENCHMARK(BM_Sha256)->Arg(64)->Arg(1024);
BENCHMARK(BM_HmacSha256Of32Bytes);
BENCHMARK(BM_Argon2idDefault)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_GcmSeal)->Arg(200)->Arg(1024);
BENCHMARK(BM_GcmOpen)->Arg(200)->Arg(1024);
BENCHMARK(BM_Seal200Bytes);
BENCHMARK(BM_Open200Bytes);
BENCHMARK(BM_IndexKeyOfPhone);
BENCHMARK_TEMPLATE(BM_Random12Bytes, crypto::SystemRandom);
BENCHMARK_TEMPLATE(BM_Random12Bytes, crypto::SystemKeyRandom);
BENCHMARK(BM_BufferedRandom12Bytes);
BENCHMARK(BM_Base64UrlDecode);
BENCHMARK(BM_PoolSign2048)->UseRealTime();
