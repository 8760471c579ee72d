// tests/prereg/samples.h: users, applications, documents, and a seal of one's own.
#pragma once
#include <memory>
#include <string>

#include "actors/prereg/application_state.h"
#include "tests/fakes/memory_transaction.h"
#include "tests/fakes/seeded_random.h"

namespace prereg {
inline constexpr UtcTime noon{std::chrono::seconds{1'704'196'800}};  // 2024-01-02 12:00:00 UTC
inline constexpr std::chrono::days one_day{1};
inline constexpr store::Owner owner{3, store::Service::prereg};

inline const std::string sample_details =
    R"({ "identity":{"fullName":[{"language":"ara","value":"پُجَ تهَكُر"}],"dateOfBirth":"1996/01/01"} })";

/// A user whose key consists of one letter.
inline Caller user(char letter, bool is_citizen = true) {
  return {std::string(32, letter),
          std::string(1, letter) + "@example.org",
          is_citizen,
          {std::string{"uuid-"} + letter, "portal", "127.0.0.1"}};
}

/// One partition's state on a transaction of its own.
struct Partition {
  explicit Partition(MemoryTransaction::Entries kept = {}) : tx(std::move(kept)) {}

  Result<Application> create(char who, const std::string& id, UtcTime now = noon) {
    return applications.create({user(who), "eng", sample_details}, id, now, tx);
  }

  MemoryTransaction tx;
  SeededRandom random{3};
  std::shared_ptr<const seal::MasterKey> master =
      std::make_shared<const seal::MasterKey>(seal::MasterKey::generate(random));
  std::shared_ptr<seal::Sealer> sealer = std::make_shared<seal::Sealer>(master, random, owner);
  std::shared_ptr<Documents> documents = std::make_shared<Documents>(sealer);
  Applications applications{sealer, documents, 20};
};
}  // namespace prereg
