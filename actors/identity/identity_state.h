// actors/identity/identity_state.h: the persons of one partition of the identity directory. One
// actor holds it, so it has no locks.
#pragma once
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "actors/base/clock.h"
#include "actors/base/result.h"
#include "actors/identity/identity_rules.h"
#include "actors/seal/sealer.h"
#include "store/transaction.h"

namespace identity {
/// A person under hash_of(UIN).
struct Filed {
  std::string hash;
  Person person;
};

/// What a search found; `person` says nothing when nobody is known.
struct Found {
  bool is_known = false;
  Person person;
};

/// What became of the persons that were put.
struct PutCounts {
  uint64_t added = 0;
  uint64_t changed = 0;
  uint64_t unchanged = 0;

  void add(const PutCounts& other) {
    added += other.added;
    changed += other.changed;
    unchanged += other.unchanged;
  }
  friend bool operator==(const PutCounts&, const PutCounts&) = default;
};

class Directory {
 public:
  explicit Directory(std::shared_ptr<seal::Sealer> sealer) : sealer_(std::move(sealer)) {}

  // Errors of every function: auth_internal when the store or the seal fails. What they answer may
  // be told when `tx` is durable.

  Result<Found> find(const std::string& hash, store::Transaction& tx);
  /// Hears of each person that was written, and whether it was known before.
  using Written = std::function<void(const Filed&, bool was_known)>;

  /// Keeps each person in place of what was known of it. One that is known just so is not written:
  /// an import that is repeated costs reads.
  Result<PutCounts> put(
      std::span<const Filed> persons, UtcTime now, store::Transaction& tx,
      const Written& written = [](const Filed&, bool) {});
  /// What is known of the person now; nobody when there is none.
  Result<Found> set_status(const std::string& hash, Status status, UtcTime now,
                           store::Transaction& tx);

 private:
  Result<Done> keep(const std::string& hash, const Person& person, UtcTime now,
                    store::Transaction& tx);

  std::shared_ptr<seal::Sealer> sealer_;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, Found& x) {
  return f(x.is_known, x.person);
}
template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, Filed& x) {
  return f(x.hash, x.person);
}
template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, PutCounts& x) {
  return f(x.added, x.changed, x.unchanged);
}
}  // namespace identity
