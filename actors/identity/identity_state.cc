// actors/identity/identity_state.cc: "P"|hash of the UIN -> sealed person.
#include "actors/identity/identity_state.h"

#include "actors/identity/identity_record.h"

namespace identity {
static std::string person_key(const std::string& hash) { return "P" + hash; }

Result<Found> Directory::find(const std::string& hash, store::Transaction& tx) {
  const std::string key = person_key(hash);
  const auto sealed = tx.get(key);
  if (!sealed.ok()) return Errc::auth_internal;
  if (!sealed.value()) return Found{};
  const auto record = sealer_->open(tx, {key}, *sealed.value());
  if (!record.ok()) return Errc::auth_internal;
  auto person = decoded(record.value());
  if (!person) return Errc::auth_internal;
  return Found{true, *std::move(person)};
}

Result<PutCounts> Directory::put(std::span<const Filed> persons, UtcTime now,
                                 store::Transaction& tx, const Written& written) {
  PutCounts counts;
  for (const Filed& filed : persons) {
    const auto before = find(filed.hash, tx);
    if (!before.ok()) return before.faults();
    if (before.value().is_known && before.value().person == filed.person) {
      ++counts.unchanged;
      continue;
    }
    const auto kept = keep(filed.hash, filed.person, now, tx);
    if (!kept.ok()) return kept.faults();
    ++(before.value().is_known ? counts.changed : counts.added);
    written(filed, before.value().is_known);
  }
  return counts;
}

Result<Found> Directory::set_status(const std::string& hash, Status status, UtcTime now,
                                    store::Transaction& tx) {
  auto found = find(hash, tx);
  if (!found.ok() || !found.value().is_known) return found;
  Found after = found.value();
  if (after.person.status == status) return after;
  after.person.status = status;
  const auto kept = keep(hash, after.person, now, tx);
  if (!kept.ok()) return kept.faults();
  return after;
}

Result<Done> Directory::keep(const std::string& hash, const Person& person, UtcTime now,
                             store::Transaction& tx) {
  const std::string key = person_key(hash);
  const auto sealed = sealer_->seal(tx, now, {key}, encoded(person));
  if (!sealed.ok()) return Errc::auth_internal;
  tx.put(key, sealed.value());
  return Done{};
}
}  // namespace identity
