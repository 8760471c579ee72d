// tests/auth/partition_store.h: one partition's store and open transaction, with a crash on demand.
#pragma once
#include <memory>

#include "actors/auth/accounts.h"
#include "actors/auth/user_key.h"
#include "crypto/argon2.h"
#include "store/workspace.h"
#include "tests/fakes/memory_store.h"
#include "tests/fakes/seeded_random.h"

namespace auth::test {
/// Argon2id as cheap as it gets: tests look at what is done with the answer, not at its cost.
inline constexpr crypto::Argon2Params cheap{.memory_kib = 8, .iterations = 1, .parallelism = 1};

inline std::string phc_of(std::string_view password) {
  SeededRandom random;
  return crypto::hash_password(password, random, cheap).value();
}

inline UtcTime at_second(int64_t seconds) { return UtcTime{std::chrono::seconds{seconds}}; }

struct PartitionStore {
  static constexpr store::Owner owner{0, store::Service::auth};

  /// Runs `fn` as one request and makes what it wrote durable.
  template <class Fn>
  auto run(Fn fn) {
    workspace->begin();
    auto answer = fn(static_cast<store::Transaction&>(*workspace));
    workspace->keep();
    const auto taken = workspace->take_batch();
    durable.apply(taken.batch);
    workspace->durable(taken.epoch);
    return answer;
  }
  /// What a process that starts now would see: memory is gone, the store is as it was.
  void crash() { workspace = std::make_unique<store::Workspace>(owner, durable); }

  MemoryStore durable;
  std::unique_ptr<store::Workspace> workspace = std::make_unique<store::Workspace>(owner, durable);
};

/// Master key, index key and a sealer for tests.
struct Keys {
  SeededRandom random;
  std::shared_ptr<const seal::MasterKey> master =
      std::make_shared<const seal::MasterKey>(seal::MasterKey::generate(random));
  std::shared_ptr<const seal::IndexKey> index = std::make_shared<const seal::IndexKey>(
      crypto::SecureBytes::from("0123456789abcdef0123456789abcdef"));
  std::shared_ptr<seal::Sealer> sealer(store::Owner owner = PartitionStore::owner) {
    return std::make_shared<seal::Sealer>(master, random, owner);
  }
};
}  // namespace auth::test
